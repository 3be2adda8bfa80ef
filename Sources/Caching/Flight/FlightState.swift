import DequeModule

/// A flight as plain data: who follows, what has come, how it ended. Every change says whom to wake; nobody is woken in here.
struct FlightState<Head: Sendable> {
    /// What a follower is woken with.
    enum Step: Sendable {
        case event(FlightEvent<Head>)
        /// It leads from now on.
        case lead(generation: Int)
    }

    typealias Continuation = CheckedContinuation<Step, any Error>

    /// What a change leads to.
    struct Effects: Sendable {
        /// Followers to wake.
        var wakes: [(Continuation, Step)] = []
        /// Whether nobody may join any more.
        var closes = false
        /// Tells a leader without a caller that nobody follows any more.
        var deserted: (@Sendable () -> Void)?
    }

    private enum Ending {
        case whole
        case failed(FlightFailure)
    }

    private struct Follower {
        /// The number of the next piece.
        var position = 0
        /// Whether it has been told what comes.
        var hasHead = false
        var waiting: Continuation?
        /// What it is told when it asks, and last.
        var verdict: Step?

        /// Whether it has got none of the answer and may still get it from elsewhere.
        var isUntouched: Bool { position == 0 && verdict == nil }
    }

    private let limits: FlightTable<Head>.Limits
    private var head: Head?
    private var chunks: Deque<[UInt8]> = []
    /// How many pieces have gone from the beginning of `chunks`.
    private var dropped = 0
    private(set) var keptBytes = 0
    private var isTooLarge = false
    private var ending: Ending?
    /// Which leader it is: what an earlier one still says does not count.
    private var generation = 0
    private var hasLeader = true
    private var leaderHasLeft = false
    private var deserted: (@Sendable () -> Void)?
    private var isClosed = false
    private var followers: [Int: Follower] = [:]
    private var nextNumber = 0

    init(_ limits: FlightTable<Head>.Limits) { self.limits = limits }

    var followerCount: Int { followers.count }

    // MARK: - Followers

    mutating func addFollower() -> Int? {
        guard !isClosed, !isTooLarge, ending == nil, followers.count < limits.followers else { return nil }
        nextNumber += 1
        followers[nextNumber] = Follower()
        return nextNumber
    }

    /// What a follower gets next; `nil` where it must wait.
    mutating func next(for number: Int, _ continuation: Continuation) -> Result<Step, any Error>? {
        guard var follower = followers[number], !Task.isCancelled else { return .failure(CancellationError()) }
        if let verdict = follower.verdict {
            followers[number] = nil
            return .success(verdict)
        }
        if let step = take(&follower) {
            followers[number] = follower
            if isTooLarge { trim() }
            return .success(step)
        }
        guard follower.waiting == nil else {
            return .failure(FlightFailure(.abandoned, "a follower asked twice at once"))
        }
        follower.waiting = continuation
        followers[number] = follower
        return nil
    }

    /// - Returns: what the follower gets, which is taken from it; `nil` where there is nothing yet.
    private func take(_ follower: inout Follower) -> Step? {
        if !follower.hasHead {
            if let head {
                follower.hasHead = true
                return .event(.head(head))
            }
        } else if follower.position < dropped + chunks.count {
            let chunk = chunks[follower.position - dropped]
            follower.position += 1
            return .event(.chunk(chunk))
        }
        switch ending {
        case .whole: return .event(.end)
        case .failed(let failure): return .event(.failed(failure))
        case nil: return nil
        }
    }

    /// A follower's task is cancelled.
    mutating func cancel(_ number: Int) -> Continuation? {
        defer { followers[number]?.waiting = nil }
        return followers[number]?.waiting
    }

    /// A follower leaves.
    mutating func leave(_ number: Int, _ effects: inout Effects) {
        guard let follower = followers.removeValue(forKey: number) else { return }
        if case .lead? = follower.verdict {
            // It was to lead and never heard of it.
            promote(or: FlightFailure(.abandoned, "the next leader left"), isCounted: false, &effects)
        }
        if isTooLarge { trim() }
    }

    // MARK: - The leader

    /// Whether this leader still leads.
    func isLed(by generation: Int) -> Bool { self.generation == generation && hasLeader && ending == nil }

    /// The answer begins.
    mutating func begin(_ head: Head, by leader: Int, _ effects: inout Effects) {
        guard isLed(by: leader), self.head == nil else { return }
        self.head = head
        wakeAll(&effects)
    }

    /// More of the answer.
    mutating func append(_ chunk: [UInt8], by leader: Int, _ effects: inout Effects) {
        guard isLed(by: leader), !chunk.isEmpty else { return }
        // Nobody follows and nobody can any more: nothing to keep.
        if isClosed, followers.isEmpty {
            dropped += chunks.count + 1
            chunks = []
            keptBytes = 0
            return
        }
        chunks.append(chunk)
        keptBytes += chunk.count
        if !isTooLarge, keptBytes > limits.bytes { outgrow(&effects) }
        wakeAll(&effects)
        if isTooLarge { trim(&effects) }
    }

    /// The answer is whole.
    mutating func finish(by leader: Int, _ effects: inout Effects) {
        guard isLed(by: leader) else { return }
        end(.whole, &effects)
    }

    /// The leader has failed.
    mutating func fail(_ failure: FlightFailure, isShared: Bool, by leader: Int, _ effects: inout Effects) {
        guard isLed(by: leader) else { return }
        if isShared {
            end(.failed(failure), &effects)
        } else if dropped == 0, chunks.isEmpty {
            promote(or: failure, isCounted: true, &effects)
        } else {
            // Whoever has got nothing can still ask for itself.
            for (number, follower) in followers where follower.isUntouched {
                tell(number, .event(.alone(.broken)), &effects)
            }
            end(.failed(failure), &effects)
        }
    }

    /// The leader's own caller has left.
    /// - Returns: whether anyone follows, so that it must go on.
    mutating func leaderLeaves(
        by leader: Int,
        _ deserted: @escaping @Sendable () -> Void,
        _ effects: inout Effects
    ) -> Bool {
        guard isLed(by: leader) else { return false }
        guard !followers.isEmpty else {
            end(.failed(FlightFailure(.abandoned, "nobody is left")), &effects)
            return false
        }
        leaderHasLeft = true
        self.deserted = deserted
        return true
    }

    // MARK: - Endings

    private mutating func end(_ ending: Ending, _ effects: inout Effects) {
        self.ending = ending
        hasLeader = false
        deserted = nil
        closeIfOpen(&effects)
        wakeAll(&effects)
    }

    private mutating func closeIfOpen(_ effects: inout Effects) {
        if !isClosed { effects.closes = true }
        isClosed = true
    }

    /// Lets one follower take the leader's place: one that waits, where one does, else one that will ask.
    private mutating func promote(or failure: FlightFailure, isCounted: Bool, _ effects: inout Effects) {
        hasLeader = false
        leaderHasLeft = false
        deserted = nil
        head = nil
        let isLast = isCounted && generation >= limits.promotions
        let heirs = followers.filter { $0.value.isUntouched }
        guard !isLast, let heir = heirs.min(by: Self.comesFirst)?.key else {
            for number in heirs.keys {
                tell(number, .event(.alone(.leadersFailed)), &effects)
            }
            end(.failed(failure), &effects)
            return
        }
        for number in followers.keys { followers[number]?.hasHead = false }
        generation += 1
        hasLeader = true
        tell(heir, .lead(generation: generation), &effects)
    }

    private static func comesFirst(_ left: (key: Int, value: Follower), _ right: (key: Int, value: Follower)) -> Bool {
        let leftWaits = left.value.waiting != nil
        let rightWaits = right.value.waiting != nil
        return leftWaits == rightWaits ? left.key < right.key : leftWaits
    }

    /// The answer is larger than what is kept: nobody joins any more, and whoever has got nothing goes alone.
    private mutating func outgrow(_ effects: inout Effects) {
        isTooLarge = true
        for (number, follower) in followers where follower.isUntouched {
            tell(number, .event(.alone(.tooLarge)), &effects)
        }
        closeIfOpen(&effects)
    }

    /// Keeps only what someone still needs, and not more than the bound: the slowest fail.
    private mutating func trim(_ effects: inout Effects) {
        trim()
        while keptBytes > limits.bytes {
            let positions = followers.values.filter { $0.verdict == nil }.map(\.position)
            guard let slowest = positions.min() else { break }
            let failure = FlightFailure(.tooSlow, "what the follower needs next is not kept any more")
            for (number, follower) in followers where follower.verdict == nil && follower.position == slowest {
                tell(number, .event(.failed(failure)), &effects)
            }
            trim()
        }
    }

    private mutating func trim() {
        let needed = followers.values.filter { $0.verdict == nil }.map(\.position).min() ?? dropped + chunks.count
        while dropped < needed, let chunk = chunks.popFirst() {
            keptBytes -= chunk.count
            dropped += 1
        }
    }

    /// Lets a leader without a caller know when nobody follows any more; to be called behind every change.
    mutating func settle(_ effects: inout Effects) {
        guard leaderHasLeft, hasLeader, followers.isEmpty else { return }
        effects.deserted = deserted
        end(.failed(FlightFailure(.abandoned, "nobody is left")), &effects)
    }

    // MARK: - Waking

    /// Tells a follower something that ends its following: now, or when it asks.
    private mutating func tell(_ number: Int, _ step: Step, _ effects: inout Effects) {
        if let waiting = followers[number]?.waiting {
            followers[number] = nil
            effects.wakes.append((waiting, step))
        } else {
            followers[number]?.verdict = step
        }
    }

    private mutating func wakeAll(_ effects: inout Effects) {
        for number in followers.keys {
            guard var follower = followers[number], follower.verdict == nil, let waiting = follower.waiting,
                let step = take(&follower)
            else { continue }
            follower.waiting = nil
            followers[number] = follower
            effects.wakes.append((waiting, step))
        }
    }
}
