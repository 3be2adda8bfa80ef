import ControlPlane
import ServiceLifecycle

/// Looks for identities that another process has changed.
struct IdentityRefresh: NamedService {
    let keeper: DirectoryKeeper

    func run() async throws {
        await cancelWhenGracefulShutdown { await keeper.run() }
    }
}
