import Routing
import Synchronization

/// The limits on requests in flight to single targets, kept across reloads.
final class TargetGates: Sendable {
    private let gates = Mutex<[TargetID: Gate]>([:])

    /// The gate of a target with a limit; the limit counts only for a new one.
    func gate(of id: TargetID, _ policy: QueuePolicy) -> Gate {
        gates.withLock { gates in
            if let gate = gates[id] { return gate }
            let gate = Gate(policy)
            gates[id] = gate
            return gate
        }
    }

    /// How many requests wait for each target with a limit.
    var waiting: [(target: TargetID, count: Int)] {
        gates.withLock { $0 }.map { ($0.key, $0.value.waiting) }
    }

    /// Takes the limits of a configuration that counts from now on.
    func adopt(_ policies: [TargetID: QueuePolicy]) {
        let known = gates.withLock { gates in
            gates = gates.filter { policies[$0.key] != nil }
            return gates
        }
        for (id, policy) in policies { known[id]?.update(policy) }
    }
}
