import Synchronization

/// Hands things from many threads to one, without making anybody wait: what does not fit is let go of and counted.
final class HandoverQueue<Element: Sendable>: Sendable {
    private struct State: Sendable {
        var elements: [Element] = []
        var weight = 0
    }

    private let limit: Int
    private let state = Mutex(State())
    private let lost = Atomic<Int>(0)

    /// - Parameter limit: the most weight that waits.
    init(limit: Int) { self.limit = limit }

    /// Hands something over.
    /// - Returns: the weight that waits with it; `nil` where it did not fit.
    @discardableResult
    func push(_ element: Element, weight: Int = 1, lostCount: Int = 1) -> Int? {
        let waiting: Int? = state.withLock { state in
            guard state.weight + weight <= limit else { return nil }
            state.elements.append(element)
            state.weight += weight
            return state.weight
        }
        if waiting == nil { lose(lostCount) }
        return waiting
    }

    /// Everything that waits, in the order in which it came.
    func takeAll() -> [Element] {
        state.withLock { state in
            let elements = state.elements
            state.elements = []
            state.weight = 0
            return elements
        }
    }

    /// Whether nothing waits.
    var isEmpty: Bool { state.withLock { $0.elements.isEmpty } }

    /// What has been let go of.
    var dropped: Int { lost.load(ordering: .relaxed) }

    /// Counts what was taken and then let go of.
    func lose(_ count: Int) { lost.wrappingAdd(count, ordering: .relaxed) }
}
