import Synchronization

/// The states of all targets and credentials, kept from one configuration to the next.
///
/// It is asked only while a configuration is loaded: ``prepare(targets:credentials:)`` finds or makes the states without
/// changing anything, so a configuration that turns out to be bad leaves no trace; ``adopt(_:)`` makes them count.
public final class HealthBoard: Sendable {
    private let current: Mutex<HealthDirectory>

    /// Creates an empty board.
    public init() { current = Mutex(HealthDirectory(targets: [:], credentials: [:], settings: [:])) }

    /// Finds the states of those that exist already and makes those of the others.
    /// - Parameters:
    ///   - targets: all targets of the configuration and what it says about them.
    ///   - credentials: the credentials of each provider that has any, in order.
    public func prepare(
        targets: [TargetID: TargetSettings],
        credentials: [String: [CredentialSettings]]
    ) -> HealthDirectory {
        let known = current.withLock { $0 }
        var states: [TargetID: TargetState] = [:]
        for (id, settings) in targets {
            states[id] = known.targets[id] ?? TargetState(id: id, settings: settings)
        }
        var pools: [String: CredentialPool] = [:]
        for (provider, settings) in credentials {
            pools[provider] = CredentialPool(settings, previous: known.credentials[provider])
        }
        return HealthDirectory(targets: states, credentials: pools, settings: targets)
    }

    /// The states of all targets that the configuration in use names, in no order.
    public var states: [TargetState] { current.withLock { Array($0.targets.values) } }

    /// The credentials of the providers that have any, by the provider's name.
    public var credentials: [String: CredentialPool] { current.withLock { $0.credentials } }

    /// Makes a prepared directory the one that the next is carried over from, and its settings those of its targets;
    /// states of targets that are gone are let go.
    public func adopt(_ directory: HealthDirectory) {
        for (id, settings) in directory.settings { directory.targets[id]?.update(settings) }
        current.withLock { $0 = directory }
    }
}
