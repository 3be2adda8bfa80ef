import Gateway
import Lifecycle
import ServiceLifecycle

/// Gives the service manager its signs of life, as long as every event loop takes its turn: a gateway that hangs is
/// restarted.
struct Watchdog: NamedService {
    let manager: ServiceManager
    /// From one sign to the next.
    let interval: Duration
    let server: GatewayServer

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await server.checkLoops()
                manager.tell(.alive)
                // It fails where the service is asked to stop, which ends the loop.
                try? await Task.sleep(for: interval)
            }
        }
    }
}
