import Settings
import Synchronization

/// The configuration in use, for what is made before the gateway that has it.
final class ConfigurationInUse: Sendable {
    private let source: Mutex<@Sendable () -> KanmonConfiguration>

    init(_ initial: KanmonConfiguration) { source = Mutex { initial } }

    /// Somebody knows it from now on.
    func attach(_ source: @escaping @Sendable () -> KanmonConfiguration) { self.source.withLock { $0 = source } }

    /// The configuration.
    var value: KanmonConfiguration { source.withLock { $0 }() }
}
