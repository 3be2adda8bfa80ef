import Governance
import Pricing
import Routing
import Testing

@Suite struct MeterBookTests {
    private static let wall = WallTime(seconds: 1_795_262_400)
    private static let now = Moment(nanoseconds: 1_000_000_000)

    private static func team(requests: Int, money: Int = 100) -> ScopePolicies {
        ScopePolicies(
            scope: .team("dev"),
            limits: [LimitPolicy(.requests, per: .minute, requests)],
            budgets: [BudgetPolicy(name: "b", amount: .money(.cents(money)), period: .month)]
        )
    }

    private static func admit(_ meters: MeterSet, cents: Int = 1) -> Reservation? {
        let estimate = AdmissionEstimate(inputTokens: 1, outputTokens: 1, cost: .cents(cents))
        return Admission.admit(meters, estimate: estimate, at: now, wall: wall).reservation
    }

    private static func spend(_ meters: MeterSet, cents: Int) -> Bool {
        let reservation = admit(meters, cents: cents)
        _ = reservation?.settle(usage: nil, cost: .cents(cents), at: now, wall: wall)
        return reservation != nil
    }

    @Test func metersAreThoseOfTheScopesInTheirOrder() throws {
        let book = MeterBook()
        try book.apply(
            [
                Self.team(requests: 5),
                ScopePolicies(scope: .key("k"), limits: [LimitPolicy(.tokens, per: .day, 9)]),
                ScopePolicies(scope: .key("other"), limits: [LimitPolicy(.tokens, per: .day, 1)]),
            ],
            at: Self.wall
        )
        let meters = book.meters(for: [.key("k"), .user("u"), .team("dev")], at: Self.wall)
        #expect(meters.limits.map(\.scope) == [.key("k"), .team("dev")])
        #expect(meters.budgets.map(\.scope) == [.team("dev")])
        let again = book.meters(for: [.team("dev")], at: Self.wall)
        #expect(again.limits[0] === meters.limits[1])
        #expect(again.budgets[0] === meters.budgets[0])
    }

    @Test func aReloadKeepsWhatWasCounted() throws {
        let book = MeterBook()
        try book.apply([Self.team(requests: 2)], at: Self.wall)
        let generation = book.generation
        let meters = book.meters(for: [.team("dev")], at: Self.wall)
        #expect(Self.spend(meters, cents: 40))
        let open = try #require(Self.admit(meters, cents: 10))
        try book.apply([Self.team(requests: 3, money: 55)], at: Self.wall)
        #expect(book.generation != generation)
        let after = book.meters(for: [.team("dev")], at: Self.wall)
        #expect(after.limits[0].reading(at: Self.now).remaining == 1)
        #expect(after.limits[0].reading(at: Self.now).limit == 3)
        let reading = after.budgets[0].reading(at: Self.wall)
        #expect(reading.spent == .money(.cents(40)))
        #expect(reading.reserved == .money(.cents(10)))
        #expect(reading.amount == .money(.cents(55)))
        open.cancel()
        #expect(after.budgets[0].reading(at: Self.wall).reserved == .money(.zero))
    }

    @Test func whatIsGoneIsDroppedAndWhatComesBackRemembersItsSpending() throws {
        let book = MeterBook()
        try book.apply([Self.team(requests: 2)], at: Self.wall)
        #expect(Self.spend(book.meters(for: [.team("dev")], at: Self.wall), cents: 40))
        try book.apply([], at: Self.wall)
        #expect(book.meters(for: [.team("dev")], at: Self.wall).limits.isEmpty)
        #expect(book.budget(named: "b", on: .team("dev"), at: Self.wall) == nil)
        try book.apply([Self.team(requests: 2)], at: Self.wall)
        let back = book.meters(for: [.team("dev")], at: Self.wall)
        #expect(back.limits[0].reading(at: Self.now).remaining == 2)
        #expect(back.budgets[0].reading(at: Self.wall).spent == .money(.cents(40)))
    }

    @Test func anotherPeriodIsAnotherBudget() throws {
        let book = MeterBook()
        try book.apply([Self.team(requests: 9)], at: Self.wall)
        #expect(Self.spend(book.meters(for: [.team("dev")], at: Self.wall), cents: 40))
        var weekly = Self.team(requests: 9)
        weekly.budgets[0].period = .week
        try book.apply([weekly], at: Self.wall)
        let meters = book.meters(for: [.team("dev")], at: Self.wall)
        #expect(meters.budgets.count == 1)
        #expect(meters.budgets[0].reading(at: Self.wall).spent == .money(.zero))
    }

    @Test func whatCannotBeEnforcedChangesNothing() throws {
        let book = MeterBook()
        try book.apply([Self.team(requests: 2)], at: Self.wall)
        let wrong: [(ScopePolicies, PolicyProblem)] = [
            (ScopePolicies(scope: .team("x"), limits: [LimitPolicy(.tokens, per: .concurrent, 1)]), .concurrentTokens),
            (Self.team(requests: 1), .duplicate),
            (
                ScopePolicies(
                    scope: .team("x"),
                    limits: [LimitPolicy(.tokens, per: .day, 1), LimitPolicy(.tokens, per: .day, 2)]
                ),
                .duplicate
            ),
            (
                ScopePolicies(
                    scope: .team("x"),
                    limitsPerModel: [ModelLimits(ModelPattern("*"), limits: [LimitPolicy(.tokens, per: .day, 1)])]
                ),
                .perModelWithoutKey
            ),
            (
                ScopePolicies(
                    scope: .team("x"),
                    budgets: [
                        BudgetPolicy(name: "b", amount: .tokens(1), period: .day),
                        BudgetPolicy(name: "b", amount: .tokens(1), period: .week),
                    ]
                ), .duplicate
            ),
        ]
        for (policies, problem) in wrong {
            #expect(throws: problem) { try book.apply([Self.team(requests: 1), policies], at: Self.wall) }
        }
        #expect(book.meters(for: [.team("dev")], at: Self.wall).limits[0].policy.amount == 2)
    }

    @Test func aRestartResumesFromSnapshots() throws {
        let book = MeterBook()
        try book.apply([Self.team(requests: 9)], at: Self.wall)
        #expect(Self.spend(book.meters(for: [.team("dev")], at: Self.wall), cents: 40))
        let snapshots = book.snapshots(changedSince: [:], at: Self.wall)
        #expect(snapshots.count == 1)
        let revisions = Dictionary(uniqueKeysWithValues: snapshots.map { ($0.key, $0.revision) })
        #expect(book.snapshots(changedSince: revisions, at: Self.wall).isEmpty)
        #expect(Self.spend(book.meters(for: [.team("dev")], at: Self.wall), cents: 1))
        let newer = book.snapshots(changedSince: revisions, at: Self.wall)
        #expect(newer.map(\.state.spent) == [.money(.cents(41))])

        let restarted = MeterBook()
        restarted.restore(Dictionary(uniqueKeysWithValues: newer.map { ($0.key, $0.state) }))
        try restarted.apply([Self.team(requests: 9)], at: Self.wall)
        let budget = try #require(restarted.budget(named: "b", on: .team("dev"), at: Self.wall))
        #expect(budget.reading(at: Self.wall).spent == .money(.cents(41)))
    }

    @Test func aKeyIsCountedForEachModelApart() throws {
        let book = MeterBook()
        let policy = LimitPolicy(.requests, per: .minute, 1)
        try book.apply(
            [
                ScopePolicies(scope: .key("k"), limitsPerModel: [ModelLimits(ModelPattern("*"), limits: [policy])]),
                Self.team(requests: 9),
            ],
            at: Self.wall
        )
        for model in ["a", "b"] {
            let meters = MeterSet(limits: book.meters(key: "k", model: model, at: Self.now))
            #expect(Self.spend(meters, cents: 0))
            #expect(!Self.spend(MeterSet(limits: book.meters(key: "k", model: model, at: Self.now)), cents: 0))
        }
        #expect(book.meters(key: "other", model: "a", at: Self.now).isEmpty)
        try book.apply(
            [
                ScopePolicies(
                    scope: .key("k"),
                    limitsPerModel: [ModelLimits(ModelPattern("*"), limits: [LimitPolicy(.requests, per: .minute, 2)])]
                )
            ],
            at: Self.wall
        )
        let meters = MeterSet(limits: book.meters(key: "k", model: "a", at: Self.now))
        #expect(Self.spend(meters, cents: 0))
        #expect(!Self.spend(meters, cents: 0))
        try book.apply([], at: Self.wall)
        #expect(book.meters(key: "k", model: "a", at: Self.now).isEmpty)
    }

    @Test func countsForModelsAreBoundedAndIdleOnesMakeRoom() throws {
        let book = MeterBook(perModelCapacity: 4)
        #expect(book.modelMeters(key: "none").isEmpty)
        try book.apply(
            [
                ScopePolicies(
                    scope: .key("k"),
                    limitsPerModel: [ModelLimits(ModelPattern("*"), limits: [LimitPolicy(.requests, per: .minute, 1)])]
                )
            ],
            at: Self.wall
        )
        func use(_ model: String, at now: Moment) -> Bool {
            let meters = MeterSet(limits: book.meters(key: "k", model: model, at: now))
            let outcome = Admission.admit(meters, estimate: .small, at: now, wall: Self.wall)
            _ = outcome.reservation?.settle(usage: nil, cost: nil, at: now, wall: Self.wall)
            return outcome.reservation != nil
        }
        for (index, model) in ["a", "b", "c"].enumerated() {
            #expect(use(model, at: Moment(nanoseconds: Int64(index))))
        }
        // A fourth that counts nothing makes room for a fifth; the others keep their counts.
        _ = book.meters(key: "k", model: "idle", at: Moment(nanoseconds: 3))
        #expect(use("d", at: Moment(nanoseconds: 4)))
        #expect(book.forgottenCounts == 0)
        for model in ["a", "b", "c", "d"] { #expect(!use(model, at: Moment(nanoseconds: 5))) }
        // Where all count something, the one not used for the longest time goes, and that is told.
        for model in ["b", "c", "d"] { #expect(!use(model, at: Moment(nanoseconds: 6))) }
        #expect(use("e", at: Moment(nanoseconds: 7)))
        #expect(book.forgottenCounts == 1)
        for model in ["b", "c", "d", "e"] { #expect(!use(model, at: Moment(nanoseconds: 8))) }
        #expect(Set(book.modelMeters(key: "k").keys) == ["b", "c", "d", "e"])
        // A minute later all have gone and new ones find room.
        for model in ["f", "g", "h", "i"] { #expect(use(model, at: Moment(nanoseconds: 61_000_000_000))) }
        #expect(book.forgottenCounts == 1)
    }
}
