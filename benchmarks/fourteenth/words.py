"""Words that mail addresses and domains are made of."""

_FIRST = """
anna ben carla david elena farid grace hiro ines jonas kim luis maria nina omar priya quinn rosa sam tara umar vera
wei yuki zoe adam bella chen diego emre fatima george hannah ivan julia karim lena marco noor oscar paula raj sofia
tom ursula viktor amir lucas emma noah olivia liam mia ethan aria logan sana dev arjun mei ling jun hana sung minh
thao kofi ama chidi ngozi juan
"""
_LAST = """
smith jones garcia silva kumar sharma mueller schmidt rossi ferrari tanaka sato kim park lee nguyen tran wang li
zhang chen lopez perez santos oliveira novak kowalski ivanov petrov yilmaz kaya ali khan ahmed hassan okafor mensah
diallo brown taylor wilson martin bernard dubois moreau jansen devries berg larsen nielsen virtanen horvat popescu
dimitrov papadopoulos cohen levi
"""
_WORDS = """
blue north data fox lab river stone cloud bright pixel nova atlas cedar delta iron lumen orbit summit vector wave
"""
FIRST, LAST, WORDS = _FIRST.split(), _LAST.split(), _WORDS.split()
