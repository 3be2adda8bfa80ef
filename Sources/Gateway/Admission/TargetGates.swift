import Routing
import Synchronization

/// The limits on requests in flight to single targets, kept across reloads.
final class TargetGates: Sendable {
    private let gates = Mutex<[TargetID: Gate]>([:])

    /// The gate of a target with a limit.
    func gate(of id: TargetID, _ policy: QueuePolicy) -> Gate {
        gates.withLock { gates in
            if let gate = gates[id] {
                gate.update(policy)
                return gate
            }
            let gate = Gate(policy)
            gates[id] = gate
            return gate
        }
    }
}
