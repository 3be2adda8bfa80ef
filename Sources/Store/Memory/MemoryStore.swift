internal import Synchronization

/// What governance keeps, in memory: for a gateway that is tried out without a folder, and for tests.
///
/// It keeps the same promises as ``SQLiteStore`` but one: nothing outlives the process.
public final class MemoryStore: GovernanceStore {
    private let state = Mutex(MemoryState())

    /// An empty store.
    public init() {}

    /// Looks at the state.
    func read<Value: Sendable>(
        _ body: (borrowing MemoryState) throws(StoreError) -> sending Value
    ) throws(StoreError) -> Value {
        try state.withLock { state throws(StoreError) in try body(state) }
    }

    /// Changes the state whole or, where `body` throws, not at all.
    func write<Value: Sendable>(
        _ body: (inout MemoryState) throws(StoreError) -> sending Value
    ) throws(StoreError) -> Value {
        try state.withLock { state throws(StoreError) in
            var draft = state
            let value = try body(&draft)
            state = draft
            return value
        }
    }
}
