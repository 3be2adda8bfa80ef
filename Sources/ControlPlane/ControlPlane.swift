public import Gateway
import Hummingbird
