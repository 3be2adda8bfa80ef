/// A limit on requests in flight with a bounded waiting room that is fair between teams: a state machine without clock,
/// lock or task.
///
/// - **Who is next**: the waiting team with the fewest requests in flight; among equals, teams take turns; within a team
///   first come, first served. So teams that all want more get equal parts of the limit, however long their requests
///   take and however many they send.
/// - **Who may wait**: anybody while there is room. In a full room a team that waits with fewer requests than the
///   largest one takes the place of that one's last, so no team can bar the door to the others.
/// - **Deadlines**: a request whose turn is not expected in time is refused at once; one whose time runs out while it
///   waits is dropped.
public struct FairQueue: Sendable {
    /// Names a waiting request; chosen by the caller, unique among those waiting.
    public typealias ID = UInt64

    /// What becomes of a request that comes.
    public enum Entry: Hashable, Sendable {
        /// It may run; ``leave(team:served:now:)`` follows.
        case admitted
        /// It waits for its turn, or until its time is over.
        /// - Parameter displaced: a waiting request that lost its place to it and is refused now.
        case queued(displaced: ID?)
        /// It may neither run nor wait.
        case refused(QueueRefusal)
    }

    /// What follows from a place becoming free.
    public struct Release: Hashable, Sendable {
        /// The requests that may run now; ``FairQueue/leave(team:served:now:)`` follows for each.
        public var resumed: [ID] = []
        /// The requests whose time was over before their turn came.
        public var expired: [ID] = []

        /// Creates a release of nobody.
        public init() {}
    }

    private struct Waiter {
        var id: ID
        var lane: Int
        var deadline: Moment
        var previous: Int?
        var next: Int?
    }

    /// A team's requests.
    private struct Lane {
        var team: String
        var inFlight = 0
        var waiting = 0
        var first: Int?
        var last: Int?
    }

    /// The share that a new duration has in the estimate of how long requests take.
    public static let serviceShare = 0.1

    /// Up to this many teams are remembered while they have no request.
    private static let keptTeams = 256

    /// The limits.
    public private(set) var policy: QueuePolicy
    /// Requests that run.
    public private(set) var inFlight = 0
    /// Requests that wait.
    public var waiting: Int { slots.count }

    // Waiting requests are linked lists through one arena, so that one that is cancelled leaves nothing behind.
    private var arena: [Waiter] = []
    private var freeSlots: [Int] = []
    private var slots: [ID: Int] = [:]
    private var lanes: [Lane] = []
    private var freeLanes: [Int] = []
    private var laneOfTeam: [String: Int] = [:]
    /// The lanes with waiting requests, in the order of their turns.
    private var turns: [Int] = []
    /// No waiting request's time is over before this.
    private var earliestDeadline = Moment(nanoseconds: .max)
    private var serviceSeconds: Double?

    /// Creates an empty queue.
    public init(policy: QueuePolicy) { self.policy = policy }

    /// How long a request takes from its admission to its end, in seconds; `nil` while nothing is known.
    public var expectedService: Double? { serviceSeconds }

    /// Lets a request in if nobody has to wait.
    /// - Returns: whether it may run.
    public mutating func tryEnter(team: String) -> Bool {
        guard inFlight < policy.limit, slots.isEmpty else { return false }
        start(lane(of: team))
        return true
    }

    /// Takes a request in.
    /// - Parameters:
    ///   - team: whose it is.
    ///   - id: its name while it waits.
    ///   - deadline: when its time is over; ``QueuePolicy/timeout`` may be before that.
    ///   - now: the present moment.
    public mutating func enter(team: String, id: ID, deadline: Moment, now: Moment) -> Entry {
        if tryEnter(team: team) { return .admitted }
        let deadline = min(deadline, now + policy.timeout)
        let own = laneOfTeam[team].map { lanes[$0].waiting } ?? 0
        let wait = expectedWait(behind: own)
        guard policy.limit > 0, policy.length > 0, slots[id] == nil else {
            return .refused(refusal(.full, after: wait))
        }
        guard now < deadline, now + (wait ?? .zero) <= deadline else { return .refused(refusal(.tooLate, after: wait)) }
        var displaced: ID?
        if slots.count >= policy.length {
            guard let longest = turns.max(by: { lanes[$0].waiting < lanes[$1].waiting }),
                lanes[longest].waiting > own + 1, let last = lanes[longest].last
            else { return .refused(refusal(.full, after: wait)) }
            displaced = arena[last].id
            remove(last)
        }
        append(id, lane: lane(of: team), deadline: deadline)
        return .queued(displaced: displaced)
    }

    /// Takes the end of a request that ran.
    /// - Parameters:
    ///   - team: whose it was.
    ///   - served: from its admission to its end.
    ///   - now: the present moment.
    public mutating func leave(team: String, served: Duration, now: Moment) -> Release {
        let seconds = max(0, served.inSeconds)
        serviceSeconds = serviceSeconds.map { $0 + (seconds - $0) * Self.serviceShare } ?? seconds
        inFlight = max(0, inFlight - 1)
        if let lane = laneOfTeam[team] {
            lanes[lane].inFlight = max(0, lanes[lane].inFlight - 1)
            dropIfUnused(lane)
        }
        return fill(now: now)
    }

    /// Takes out a request whose caller has gone.
    /// - Returns: whether it was waiting. If not, it has been resumed, expired or displaced before; one that has been
    ///   resumed runs and must leave.
    public mutating func cancel(_ id: ID) -> Bool {
        guard let slot = slots[id] else { return false }
        remove(slot)
        return true
    }

    /// Takes out the requests whose time is over; meant for a timer.
    public mutating func expire(now: Moment) -> [ID] {
        guard now >= earliestDeadline, !slots.isEmpty else { return [] }
        let expired = slots.filter { arena[$0.value].deadline <= now }
        for slot in expired.values { remove(slot) }
        earliestDeadline = slots.values.map { arena[$0].deadline }.min() ?? Moment(nanoseconds: .max)
        return expired.keys.sorted()
    }

    /// Takes other limits. A lower one lets running requests end; a shorter room keeps those who wait already.
    /// - Returns: who may run or has expired through that.
    public mutating func update(policy: QueuePolicy, now: Moment) -> Release {
        self.policy = policy
        return fill(now: now)
    }

    /// How long a request would wait for its turn; `nil` while nothing is known.
    /// - Parameter own: how many of its team wait before it.
    private func expectedWait(behind own: Int) -> Duration? {
        guard let serviceSeconds, policy.limit > 0 else { return nil }
        // Teams take turns: before it come its own, and at most as many of each other team.
        let before = turns.reduce(0) { $0 + min(lanes[$1].waiting, own + 1) }
        return .nanoseconds(1).scaled(by: serviceSeconds * 1e9 * Double(before + 1) / Double(policy.limit))
    }

    private func refusal(_ reason: QueueRefusal.Reason, after wait: Duration?) -> QueueRefusal {
        QueueRefusal(reason: reason, retryAfter: min(.seconds(60), max(.seconds(1), wait ?? .seconds(1))))
    }
}

// MARK: - Turns

extension FairQueue {
    private mutating func fill(now: Moment) -> Release {
        var release = Release()
        while inFlight < policy.limit, let turn = nextTurn(), let slot = lanes[turns[turn]].first {
            let lane = turns[turn]
            let waiter = arena[slot]
            if waiter.deadline <= now {
                remove(slot)
                release.expired.append(waiter.id)
                continue
            }
            start(lane)
            // To the end of the turns first: taking out its last request removes the lane from there.
            turns.remove(at: turn)
            turns.append(lane)
            remove(slot)
            release.resumed.append(waiter.id)
        }
        return release
    }

    /// The place of the lane with the fewest requests in flight; the first of several.
    private func nextTurn() -> Int? {
        turns.indices.min { lanes[turns[$0]].inFlight < lanes[turns[$1]].inFlight }
    }

    private mutating func start(_ lane: Int) {
        lanes[lane].inFlight += 1
        inFlight += 1
    }
}

// MARK: - Lanes and slots

extension FairQueue {
    private mutating func lane(of team: String) -> Int {
        if let lane = laneOfTeam[team] { return lane }
        let lane: Int
        if let free = freeLanes.popLast() {
            lanes[free] = Lane(team: team)
            lane = free
        } else {
            lanes.append(Lane(team: team))
            lane = lanes.count - 1
        }
        laneOfTeam[team] = lane
        return lane
    }

    /// Teams that neither run nor wait are forgotten once there are many, so that names do not pile up.
    private mutating func dropIfUnused(_ lane: Int) {
        guard laneOfTeam.count > Self.keptTeams, lanes[lane].inFlight == 0, lanes[lane].waiting == 0 else { return }
        laneOfTeam[lanes[lane].team] = nil
        freeLanes.append(lane)
    }

    private mutating func append(_ id: ID, lane: Int, deadline: Moment) {
        let waiter = Waiter(id: id, lane: lane, deadline: deadline, previous: lanes[lane].last)
        let slot: Int
        if let free = freeSlots.popLast() {
            arena[free] = waiter
            slot = free
        } else {
            arena.append(waiter)
            slot = arena.count - 1
        }
        slots[id] = slot
        if let last = lanes[lane].last {
            arena[last].next = slot
        } else {
            lanes[lane].first = slot
            turns.append(lane)
        }
        lanes[lane].last = slot
        lanes[lane].waiting += 1
        earliestDeadline = min(earliestDeadline, deadline)
    }

    private mutating func remove(_ slot: Int) {
        let waiter = arena[slot]
        slots[waiter.id] = nil
        freeSlots.append(slot)
        if let previous = waiter.previous {
            arena[previous].next = waiter.next
        } else {
            lanes[waiter.lane].first = waiter.next
        }
        if let next = waiter.next {
            arena[next].previous = waiter.previous
        } else {
            lanes[waiter.lane].last = waiter.previous
        }
        lanes[waiter.lane].waiting -= 1
        guard lanes[waiter.lane].waiting == 0 else { return }
        turns.removeAll { $0 == waiter.lane }
        dropIfUnused(waiter.lane)
    }
}
