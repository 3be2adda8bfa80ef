import ControlPlane
import Governance
import Synchronization

/// Says which team an alert about a scope concerns, by whoever there is at the time.
final class TeamOfScope: Sendable {
    private let keeper = Mutex<DirectoryKeeper?>(nil)

    /// Who there is can be asked from now on.
    func attach(_ keeper: DirectoryKeeper) { self.keeper.withLock { $0 = keeper } }

    func callAsFunction(_ scope: Scope) -> String? {
        keeper.withLock { $0 }.flatMap { scope.team(in: $0.directory) }
    }
}
