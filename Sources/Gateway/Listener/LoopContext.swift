import Governance
import NIOCore
import Upstream

/// What the connections of one event loop share.
///
/// `@unchecked Sendable`: all state is only touched on `eventLoop`; the checks in ``add(_:)`` and the tick assert it.
final class LoopContext: @unchecked Sendable {
    let eventLoop: any EventLoop
    /// Runs the requests of this loop's connections, so that they never change threads.
    let executor: LoopExecutor
    /// The configuration that requests begin with from now on.
    private(set) var snapshot: Snapshot

    /// What this loop has counted.
    var counts = MetricCounts()
    /// The meters that requests of this loop have needed.
    let meters = MeterCache()

    private let lane: Int
    private var entries = LedgerEntryMaker()
    /// The records that requests have left in this turn of the loop, and who takes them.
    private var frames = LedgerFrames()
    private var governor: Governor?
    /// The connections that have something to send when the records are kept.
    private var waiting: [ConnectionHandler] = []
    private let overload: OverloadGuard
    private var connections: [ObjectIdentifier: ConnectionHandler] = [:]
    private var tick: Scheduled<Void>?
    private var generator = RequestIDGenerator()
    /// How many connections have a request in flight.
    private var busy = 0
    private var drained: [EventLoopPromise<Void>] = []
    private var emptied: [EventLoopPromise<Void>] = []

    /// How often deadlines are looked at: one timer a loop instead of several a request.
    private static let tickInterval = TimeAmount.milliseconds(100)

    /// - Parameter lane: the number of the loop, from 0.
    init(_ eventLoop: any EventLoop, lane: Int, snapshot: Snapshot, overload: OverloadGuard) {
        self.lane = lane
        self.overload = overload
        self.eventLoop = eventLoop
        self.snapshot = snapshot
        executor = LoopExecutor(eventLoop)
    }

    /// Lets requests begin with another configuration; those in flight keep theirs.
    func adopt(_ snapshot: Snapshot) {
        eventLoop.assertInEventLoop()
        self.snapshot = snapshot
    }

    /// A fresh request id.
    func makeRequestID() -> String {
        eventLoop.assertInEventLoop()
        return generator.next()
    }

    /// A seed for the chances of one request.
    func makeSeed() -> UInt64 {
        eventLoop.assertInEventLoop()
        return generator.bits()
    }

    /// A name for a line of the ledger, unique for all time.
    func makeLedgerEntry(at time: Int64) -> String {
        eventLoop.assertInEventLoop()
        return entries.next(at: time)
    }

    // MARK: - The ledger

    /// Up to this size records are gathered.
    private static let mostGathered = 64 * 1024

    /// Whether records wait to be kept: until they are, nothing is sent.
    var holdsRecords: Bool { governor != nil }

    /// Has a record kept when this turn of the loop ends, before anything is sent that is written from here on.
    /// - Throws: where it is no record that could be kept.
    func keep(_ record: LedgerRecord, in ledger: any LedgerSink, of governor: Governor) throws {
        eventLoop.assertInEventLoop()
        try ledger.add(record, to: &frames)
        if self.governor == nil {
            self.governor = governor
            // Behind the tasks that are due already: those that end too leave their records with this one.
            eventLoop.assumeIsolated().execute { [self] in keepRecords() }
        }
        if frames.bytes.count >= Self.mostGathered { keepRecords() }
    }

    /// Keeps the records that were left in this turn of the loop, and sends what waited for that.
    /// - Returns: whether none of them is lost.
    @discardableResult
    func keepRecords() -> Bool {
        eventLoop.assertInEventLoop()
        guard let governor else { return true }
        self.governor = nil
        var areKept = true
        do {
            try governor.ledger?.append(frames, lane: lane)
        } catch {
            governor.noteLostRecords(frames.count)
            areKept = false
        }
        frames.removeAll()
        let waiting = waiting
        self.waiting.removeAll()
        for connection in waiting { connection.flush() }
        return areKept
    }

    /// Lets a connection send what it has written when the records are kept.
    func flushLater(_ connection: ConnectionHandler) { waiting.append(connection) }

    // MARK: - Connections

    func add(_ connection: ConnectionHandler) {
        eventLoop.assertInEventLoop()
        connections[ObjectIdentifier(connection)] = connection
        scheduleTick()
    }

    /// Whether answers must close their connection, because the gateway is shutting down.
    private(set) var isDraining = false

    /// A connection has taken up a request, or is done with it.
    func busyChanged(by difference: Int) {
        eventLoop.assertInEventLoop()
        busy += difference
        guard isDraining, busy == 0 else { return }
        // What waits for this ends the ledger.
        keepRecords()
        succeed(&drained)
    }

    func remove(_ connection: ConnectionHandler) {
        eventLoop.assertInEventLoop()
        connections[ObjectIdentifier(connection)] = nil
        guard connections.isEmpty else { return }
        keepRecords()
        succeed(&emptied)
    }

    /// Lets requests in flight finish and closes each connection behind its last answer. Until the listener is closed new
    /// requests are still served: a load balancer takes a moment to see that the readiness has failed.
    /// - Returns: a future that succeeds when no request is in flight.
    func drain() -> EventLoopFuture<Void> {
        eventLoop.assertInEventLoop()
        isDraining = true
        let promise = eventLoop.makePromise(of: Void.self)
        drained.append(promise)
        for connection in connections.values { connection.closeIfIdle() }
        if busy == 0 {
            keepRecords()
            succeed(&drained)
        }
        return promise.futureResult
    }

    /// - Returns: a future that succeeds when there is no connection.
    func becomeEmpty() -> EventLoopFuture<Void> {
        eventLoop.assertInEventLoop()
        let promise = eventLoop.makePromise(of: Void.self)
        emptied.append(promise)
        if connections.isEmpty { succeed(&emptied) }
        return promise.futureResult
    }

    /// Ends whatever is still in flight: streams with an error event, everything else by closing.
    func cutOff() {
        eventLoop.assertInEventLoop()
        for connection in connections.values { connection.cutOff() }
    }

    /// Closes every connection at once.
    func closeAll() {
        eventLoop.assertInEventLoop()
        for connection in connections.values { connection.close() }
    }

    private func succeed(_ promises: inout [EventLoopPromise<Void>]) {
        let waiting = promises
        promises = []
        for promise in waiting { promise.succeed() }
    }

    private func scheduleTick() {
        guard tick == nil, !connections.isEmpty else { return }
        let due = NIODeadline.now() + Self.tickInterval
        tick = eventLoop.assumeIsolated().scheduleTask(deadline: due) { [self] in
            tick = nil
            let now = NIODeadline.now()
            overload.note(lag: (now - due).nanoseconds)
            counts.lag(UInt64(clamping: (now - due).nanoseconds))
            for connection in connections.values { connection.checkDeadline(now) }
            scheduleTick()
        }
    }
}
