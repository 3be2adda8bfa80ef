import Pricing

/// A budget's book: what is spent, what is held, what was raised. A value that ``BudgetMeter`` keeps under its lock.
///
/// What a request costs belongs to the period it was admitted in, as the ledger has it, also when it ends in the next one.
/// The last period is kept for such requests.
struct BudgetAccount {
    /// One period's figures.
    struct Book {
        var period: PeriodInterval
        var spent: Int128 = 0
        var reserved: Int128 = 0
        var unpriced = 0
        var raised: [BudgetState.Raised] = []
    }

    /// What a request holds.
    struct Hold {
        /// What was reserved.
        var units: Int128
        /// When it was admitted.
        var time: WallTime
        /// The beginning of the period it belongs to.
        var periodStart: WallTime
    }

    enum Answer {
        case taken(Hold)
        case downgrade(to: String)
        case refused(Refusal.Reason, retryAfter: Duration?)
    }

    var policy: BudgetPolicy
    private(set) var raises: [BudgetRaise] = []
    private(set) var current: Book
    /// Rises with every change that ``state`` would show.
    private(set) var revision: UInt64 = 0
    private var previous: Book?
    private var rolling: RollingSpending?
    private let calendar: PeriodCalendar

    init(policy: BudgetPolicy, zone: ZoneRules, state: BudgetState?, now: WallTime) {
        self.policy = policy
        let rolls = policy.alignment == .rolling
        self.rolling = rolls ? RollingSpending(policy.period) : nil
        self.calendar = PeriodCalendar(rolls ? .total : policy.period, in: zone)
        self.current = Book(period: calendar.interval(containing: now))
        if let state, state.spent.isAlike(policy.amount) { restore(state, now: now) }
    }

    // MARK: Reading

    /// The amount with the raises that count.
    func amount(at now: WallTime) -> Int128 {
        var amount = BudgetPolicy.Amount.clamped(policy.amount.units)
        for raise in raises where raise.until > now { amount += BudgetPolicy.Amount.clamped(raise.extra.units) }
        return min(amount, BudgetPolicy.Amount.largest)
    }

    mutating func reading(at now: WallTime) -> BudgetReading {
        turn(to: now)
        return BudgetReading(
            amount: policy.amount.with(units: amount(at: now)),
            spent: policy.amount.with(units: current.spent),
            reserved: policy.amount.with(units: current.reserved),
            unpriced: current.unpriced,
            period: shownPeriod(of: current, at: now)
        )
    }

    mutating func state(at now: WallTime) -> BudgetState {
        turn(to: now)
        return BudgetState(
            periodStart: current.period.start,
            spent: policy.amount.with(units: current.spent),
            unpriced: current.unpriced,
            stretches: (rolling?.parts ?? []).map {
                .init(start: WallTime(seconds: $0.start), spent: policy.amount.with(units: $0.units))
            },
            raised: current.raised,
            raises: raises
        )
    }

    // MARK: A request's way

    mutating func reserve(
        _ estimate: AdmissionEstimate,
        isDowngraded: Bool,
        at now: WallTime,
        events: inout [BudgetEvent.Kind]
    ) -> Answer {
        turn(to: now)
        guard let units = units(of: estimate) else { return .refused(.unknownPrice, retryAfter: nil) }
        let amount = amount(at: now)
        let fits = current.spent < amount && current.spent + current.reserved + units <= amount
        if !fits {
            switch policy.action {
            case .block:
                raise(.refusing, at: now, events: &events)
                return refusal(of: units, amount: amount, at: now)
            case .downgrade(let model) where !isDowngraded:
                raise(.downgrading, at: now, events: &events)
                return .downgrade(to: model)
            case .downgrade, .warn:
                break
            }
        }
        current.reserved += units
        return .taken(Hold(units: units, time: max(now, current.period.start), periodStart: current.period.start))
    }

    /// As if the request had never come.
    mutating func release(_ hold: Hold) { withBook(of: hold) { $0.reserved -= hold.units } }

    /// The request ended.
    ///
    /// - Parameters:
    ///   - units: What it cost; `nil` where nobody knows, and what was reserved is spent.
    ///   - isUnpriced: Whether to count it among those without a known price.
    /// - Returns: The kinds of events that it raised, and the period's book after it if there are any.
    mutating func settle(
        _ hold: Hold,
        units: Int128?,
        isUnpriced: Bool,
        at now: WallTime
    ) -> (book: Book?, events: [BudgetEvent.Kind]) {
        turn(to: now)
        release(hold)
        return spend(units ?? hold.units, of: hold, isUnpriced: isUnpriced, at: now)
    }

    /// Counts spending that nothing was reserved for.
    mutating func charge(
        _ units: Int128,
        admitted time: WallTime,
        at now: WallTime
    ) -> (
        book: Book?, events: [BudgetEvent.Kind]
    ) {
        turn(to: max(now, time))
        let isCurrent = time >= current.period.start
        let isPrevious = !isCurrent && previous.map { time >= $0.period.start } ?? false
        guard isCurrent || isPrevious else { return (nil, []) }
        let start = isCurrent ? current.period.start : previous?.period.start
        let hold = Hold(units: 0, time: time, periodStart: start ?? current.period.start)
        return spend(units, of: hold, isUnpriced: false, at: now)
    }

    // MARK: Changes from outside

    /// Another amount, other alerts or another action; what was spent stays.
    mutating func change(_ policy: BudgetPolicy, at now: WallTime) {
        guard self.policy != policy else { return }
        self.policy = policy
        revision &+= 1
        rearm(at: now)
    }

    /// - Returns: Whether there was room for it.
    mutating func add(_ raise: BudgetRaise, at now: WallTime) -> Bool {
        turn(to: now)
        guard raises.count < BudgetMeter.mostRaises else { return false }
        raises.append(raise)
        revision &+= 1
        rearm(at: now)
        return true
    }

    // MARK: Parts

    private mutating func spend(
        _ units: Int128,
        of hold: Hold,
        isUnpriced: Bool,
        at now: WallTime
    ) -> (book: Book?, events: [BudgetEvent.Kind]) {
        let units = BudgetPolicy.Amount.clamped(units)
        let amount = amount(at: now)
        let alerts = policy.alertsAt
        revision &+= 1
        if var rolling {
            self.rolling = nil
            rolling.add(min(units, .largestSpent - rolling.total), at: hold.time.seconds, now: now.seconds)
            self.rolling = rolling
            current.spent = rolling.total
        }
        let isRolling = rolling != nil
        var events: [BudgetEvent.Kind] = []
        let found = withBook(of: hold) { book in
            if !isRolling { book.spent = min(book.spent + units, .largestSpent) }
            if isUnpriced {
                book.unpriced = book.unpriced == .max ? .max : book.unpriced + 1
                if Self.note(.unpriced, in: &book, at: now) { events.append(.unpriced) }
            }
            for alert in alerts where Self.isReached(.threshold(alert), book.spent, amount) {
                if Self.note(.threshold(alert), in: &book, at: now) { events.append(.threshold(alert)) }
            }
            if Self.isReached(.exhausted, book.spent, amount), Self.note(.exhausted, in: &book, at: now) {
                events.append(.exhausted)
            }
        }
        return (events.isEmpty || !found ? nil : book(of: hold), events)
    }

    /// Goes on to the period that `now` lies in. Never back: a clock that is put back lets nobody spend twice.
    private mutating func turn(to now: WallTime) {
        if let end = current.period.end, now >= end {
            previous = current
            current = Book(period: calendar.interval(containing: now))
            revision &+= 1
        }
        if !raises.isEmpty, raises.contains(where: { $0.until <= now }) {
            raises.removeAll { $0.until <= now }
            revision &+= 1
        }
        guard var rolling else { return }
        // Moved out and in again, so that the array in it is not copied.
        self.rolling = nil
        rolling.expire(at: now.seconds)
        self.rolling = rolling
        guard current.spent != rolling.total || !current.raised.isEmpty else { return }
        current.spent = rolling.total
        let amount = amount(at: now)
        let spent = current.spent
        let length = rolling.length
        current.raised.removeAll { $0.at.seconds <= now.seconds - length && !Self.isReached($0.kind, spent, amount) }
    }

    /// Arms anew what is no longer reached after the amount has changed.
    private mutating func rearm(at now: WallTime) {
        let amount = amount(at: now)
        let spent = current.spent
        current.raised.removeAll { raised in
            switch raised.kind {
            case .threshold, .exhausted: !Self.isReached(raised.kind, spent, amount)
            case .refusing, .downgrading: spent < amount
            case .unpriced: false
            }
        }
    }

    private func refusal(of units: Int128, amount: Int128, at now: WallTime) -> Answer {
        if amount == 0 { return .refused(.closed, retryAfter: nil) }
        if units > amount { return .refused(.tooLarge, retryAfter: nil) }
        if current.spent < amount, current.spent + units <= amount {
            return .refused(.held, retryAfter: LimitMeter.waitForOthers)
        }
        let reason: Refusal.Reason = current.spent >= amount ? .spent : .insufficient
        if let rolling {
            // One unit must be free at least, also for a request that costs nothing.
            let missing = current.spent + max(1, units) - amount
            return .refused(reason, retryAfter: .seconds(rolling.wait(for: missing, at: now.seconds)))
        }
        return .refused(reason, retryAfter: current.period.end.map { .seconds($0.seconds - now.seconds) })
    }

    /// What is reserved for a request; `nil` where its price is unknown and it must not pass.
    private func units(of estimate: AdmissionEstimate) -> Int128? {
        switch policy.amount {
        case .tokens:
            return BudgetPolicy.Amount.clamped(
                Int128(max(0, estimate.inputTokens)) + Int128(max(0, estimate.outputTokens))
            )
        case .money:
            if let cost = estimate.cost { return BudgetPolicy.Amount.clamped(cost.attos) }
            switch policy.unknownCost {
            case .assume(let cost): return BudgetPolicy.Amount.clamped(cost.attos)
            case .refuse: return nil
            }
        }
    }

    /// Changes the book of the period that a request belongs to.
    ///
    /// - Returns: Whether there is one. After two periods nobody asks any more.
    @discardableResult
    private mutating func withBook(of hold: Hold, _ change: (inout Book) -> Void) -> Bool {
        if hold.periodStart == current.period.start {
            change(&current)
            return true
        }
        guard previous?.period.start == hold.periodStart, var book = previous else { return false }
        change(&book)
        previous = book
        return true
    }

    private func book(of hold: Hold) -> Book? {
        hold.periodStart == current.period.start ? current : previous
    }

    private mutating func raise(_ kind: BudgetEvent.Kind, at now: WallTime, events: inout [BudgetEvent.Kind]) {
        guard Self.note(kind, in: &current, at: now) else { return }
        revision &+= 1
        events.append(kind)
    }

    private static func note(_ kind: BudgetEvent.Kind, in book: inout Book, at now: WallTime) -> Bool {
        guard !book.raised.contains(where: { $0.kind == kind }) else { return false }
        book.raised.append(BudgetState.Raised(kind: kind, at: now))
        return true
    }

    /// Whether the cause of an event is there.
    private static func isReached(_ kind: BudgetEvent.Kind, _ spent: Int128, _ amount: Int128) -> Bool {
        switch kind {
        case .threshold(let share): spent > 0 && spent * 1000 >= amount * Int128(share)
        case .exhausted: spent > 0 && spent >= amount
        case .refusing, .downgrading, .unpriced: false
        }
    }

    func shownPeriod(of book: Book, at now: WallTime) -> PeriodInterval {
        guard let rolling else { return book.period }
        return PeriodInterval(start: WallTime(seconds: now.seconds - rolling.length), end: nil)
    }

    private mutating func restore(_ state: BudgetState, now: WallTime) {
        let valid = state.raises.filter { $0.until > now && $0.extra.isAlike(policy.amount) }
        raises = Array(valid.prefix(BudgetMeter.mostRaises))
        if rolling != nil {
            for part in state.stretches where part.spent.isAlike(policy.amount) {
                let units = BudgetPolicy.Amount.clamped(part.spent.units)
                rolling?.add(units, at: part.start.seconds, now: now.seconds)
            }
            current.spent = rolling?.total ?? 0
        } else {
            // What was saved in another period is over; what lies ahead was saved under another clock or calendar.
            guard state.periodStart == current.period.start else { return }
            current.spent = min(BudgetPolicy.Amount.clamped(state.spent.units), .largestSpent)
        }
        current.unpriced = max(0, state.unpriced)
        current.raised = state.raised
    }
}

extension Int128 {
    /// Where the sum of what was spent stops rising.
    fileprivate static let largestSpent = BudgetPolicy.Amount.largest
}
