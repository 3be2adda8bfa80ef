import ControlPlane
import Testing
