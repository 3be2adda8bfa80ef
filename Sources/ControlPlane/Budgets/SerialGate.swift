/// Lets one of an actor's calls through at a time, in the order in which they came, across their suspensions.
struct SerialGate {
    private var isTaken = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// - Returns: whether the caller is in; otherwise it has to ``wait(_:)``.
    mutating func enter() -> Bool {
        guard !isTaken else { return false }
        isTaken = true
        return true
    }

    /// Resumed when it is the caller's turn, who is in then.
    mutating func wait(_ continuation: CheckedContinuation<Void, Never>) {
        // The gate may have opened meanwhile, had the actor been left in between.
        guard isTaken else {
            isTaken = true
            return continuation.resume()
        }
        waiting.append(continuation)
    }

    /// Lets the next one in.
    mutating func leave() {
        guard !waiting.isEmpty else {
            isTaken = false
            return
        }
        waiting.removeFirst().resume()
    }
}
