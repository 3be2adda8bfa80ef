import Synchronization

/// A number that many tasks count up and down, and the largest it has been.
final class SharedCounter: Sendable {
    private let number = Atomic<Int>(0)
    private let peak = Atomic<Int>(0)

    var value: Int { number.load(ordering: .relaxed) }
    var largest: Int { peak.load(ordering: .relaxed) }

    func add(_ step: Int) { peak.max(number.add(step, ordering: .relaxed).newValue, ordering: .relaxed) }
}
