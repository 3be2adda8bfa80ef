import DequeModule
import NIOCore

/// Who may use which connection of one endpoint on one event loop. It knows neither sockets nor clocks nor tasks.
///
/// Every connection is being opened, busy or idle; every request that finds none idle waits in line. Nobody waits while a
/// connection is idle, and no more connections are opened than there are requests waiting.
struct PoolMachine<Connection: AnyObject, Waiter: AnyObject> {
    struct Limits: Hashable {
        var maxConnections: Int
        var maxWaiting: Int
    }

    enum CheckOut {
        case use(Connection)
        /// Wait in line, by ``enqueue(_:until:)``.
        case wait
        /// The line is full.
        case refuse
    }

    enum CheckIn {
        /// The waiter at the head of the line has it now.
        case handOver(Waiter)
        /// It is kept for later.
        case keep
        /// The pool keeps nothing any more.
        case close
    }

    private struct Idle {
        let connection: Connection
        let until: NIODeadline
    }

    private struct Waiting {
        let waiter: Waiter
        let until: NIODeadline
    }

    private let limits: Limits
    private var idle: [Idle] = []
    private var waiting = Deque<Waiting>()
    private var isShutDown = false
    private var isRetired = false
    /// Connections being opened.
    private(set) var openingCount = 0
    /// Connections that serve a request.
    private(set) var busyCount = 0

    init(limits: Limits) {
        self.limits = limits
    }

    /// Connections that nobody uses.
    var idleCount: Int { idle.count }
    /// Requests in line.
    var waitingCount: Int { waiting.count }
    /// Whether nothing would be lost by forgetting this pool.
    var isEmpty: Bool { idle.isEmpty && waiting.isEmpty && openingCount == 0 && busyCount == 0 }
    /// When the next idle connection is due to be closed.
    var nextIdleExpiry: NIODeadline? { idle.lazy.map(\.until).min() }

    /// A request needs a connection. The one used last is taken first, so that the others can age and be closed.
    mutating func checkOut(now: NIODeadline) -> CheckOut {
        if isShutDown { return .refuse }
        if let last = idle.last, last.until > now {
            idle.removeLast()
            busyCount += 1
            return .use(last.connection)
        }
        // Those for whom a connection is being opened do not count as queueing.
        let queued = waiting.count - min(waiting.count, openingCount)
        return queued < limits.maxWaiting || canOpen(waiters: waiting.count + 1) ? .wait : .refuse
    }

    /// A request waits in line.
    /// - Returns: Whether to open a connection.
    mutating func enqueue(_ waiter: Waiter, until: NIODeadline) -> Bool {
        waiting.append(Waiting(waiter: waiter, until: until))
        return openIfNeeded()
    }

    /// A connection has been opened.
    /// - Parameter until: When it is to be closed if nobody uses it.
    mutating func opened(_ connection: Connection, until: NIODeadline) -> CheckIn {
        openingCount -= 1
        busyCount += 1
        return checkIn(connection, until: until)
    }

    /// A connection could not be opened.
    /// - Returns: Who fails with it (whoever has waited longest), and whether to open another for those behind.
    mutating func openFailed() -> (failed: Waiter?, opensAnother: Bool) {
        openingCount -= 1
        let failed = waiting.popFirst()?.waiter
        return (failed, openIfNeeded())
    }

    /// A busy connection is free again and sound.
    /// - Parameter until: When it is to be closed if nobody uses it.
    mutating func checkIn(_ connection: Connection, until: NIODeadline) -> CheckIn {
        if let next = waiting.popFirst() { return .handOver(next.waiter) }
        busyCount -= 1
        if isShutDown || isRetired { return .close }
        idle.append(Idle(connection: connection, until: until))
        return .keep
    }

    /// A connection has been closed, whether busy or idle.
    /// Not to be called for those that ``expire(now:)``, ``dropIdle()`` and ``shutDown()`` gave up.
    /// - Returns: Whether to open another for those who wait.
    mutating func closed(_ connection: Connection) -> Bool {
        if let index = idle.lastIndex(where: { $0.connection === connection }) {
            idle.remove(at: index)
        } else {
            busyCount -= 1
        }
        return openIfNeeded()
    }

    /// A waiter has lost its patience.
    /// - Returns: Whether it was still in line.
    mutating func leave(_ waiter: Waiter) -> Bool {
        guard let index = waiting.firstIndex(where: { $0.waiter === waiter }) else { return false }
        waiting.remove(at: index)
        return true
    }

    /// What is overdue at `now`: idle connections to close, and waiters with whether a connection was being opened for
    /// them (otherwise they waited for one to become free).
    mutating func expire(now: NIODeadline) -> (idle: [Connection], waiters: [(waiter: Waiter, wasOpening: Bool)]) {
        var overdue: [(waiter: Waiter, wasOpening: Bool)] = []
        if waiting.contains(where: { $0.until <= now }) {
            var kept = Deque<Waiting>()
            for (position, entry) in waiting.enumerated() {
                if entry.until <= now {
                    overdue.append((entry.waiter, position < openingCount))
                } else {
                    kept.append(entry)
                }
            }
            waiting = kept
        }
        guard idle.contains(where: { $0.until <= now }) else { return ([], overdue) }
        let old = idle.filter { $0.until <= now }.map(\.connection)
        idle.removeAll { $0.until <= now }
        return (old, overdue)
    }

    /// Gives up all idle connections: one of them was found dead, so the others are likely dead too.
    mutating func dropIdle() -> [Connection] {
        defer { idle = [] }
        return idle.map(\.connection)
    }

    /// The pool is hardly used any more: idle connections are given up, and others once they are free. Requests are still
    /// served.
    mutating func retire() -> [Connection] {
        isRetired = true
        return dropIdle()
    }

    /// Nobody may use the pool any more.
    mutating func shutDown() -> (idle: [Connection], waiters: [Waiter]) {
        isShutDown = true
        defer { waiting = [] }
        return (dropIdle(), waiting.map(\.waiter))
    }

    /// Whether to open a connection for those who wait; each `true` counts as one being opened.
    mutating func openIfNeeded() -> Bool {
        guard !isShutDown, canOpen(waiters: waiting.count) else { return false }
        openingCount += 1
        return true
    }

    private func canOpen(waiters: Int) -> Bool {
        waiters > openingCount && openingCount + busyCount + idle.count < limits.maxConnections
    }
}
