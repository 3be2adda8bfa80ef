import Synchronization

/// Something that becomes so once.
final class Flag: Sendable {
    private let value = Atomic<Bool>(false)

    /// Whether it is so.
    var isRaised: Bool { value.load(ordering: .acquiring) }

    /// It is so from now on.
    func raise() { value.store(true, ordering: .releasing) }
}
