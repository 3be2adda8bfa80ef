import Synchronization

/// Bounds what is found out beside requests, in tasks of their own: what comes when there is too much of it is left out.
final class SemanticDesk: Sendable {
    private static let most = 256
    private let count = Atomic<Int>(0)

    /// Does something on a thread that no event loop runs on, if there is room.
    /// - Returns: whether there was.
    @discardableResult
    func run(_ body: @escaping @Sendable () async -> Void) -> Bool {
        guard count.add(1, ordering: .relaxed).newValue <= Self.most else {
            count.subtract(1, ordering: .relaxed)
            return false
        }
        Task(executorPreference: globalConcurrentExecutor, priority: .utility) {
            await body()
            self.count.subtract(1, ordering: .relaxed)
        }
        return true
    }
}
