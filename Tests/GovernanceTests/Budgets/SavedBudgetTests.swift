import Governance
import JSONText
import Pricing
import Testing

@Suite struct SavedBudgetTests {
    private static let id = BudgetPolicy.ID(
        name: "month",
        countsTokens: false,
        period: .month,
        alignment: .calendar,
        timeZone: "Asia/Tokyo"
    )

    static let full = SavedBudget(
        id: BudgetPolicy.ID(name: "b", countsTokens: false, period: .day, alignment: .rolling, timeZone: "UTC"),
        state: BudgetState(
            periodStart: WallTime(seconds: -7),
            spent: .money(Money(attos: 1_234_567_890_123_456_789_012_345)),
            unpriced: 3,
            stretches: [
                .init(start: WallTime(seconds: 1_772_150_400), spent: .money(Money(attos: 1))),
                .init(start: WallTime(seconds: 1_772_151_300), spent: .money(Money(attos: 1 << 100))),
            ],
            raised: [
                .init(kind: .threshold(1), at: WallTime(seconds: 5)),
                .init(kind: .threshold(1000), at: WallTime(seconds: 6)),
                .init(kind: .exhausted, at: WallTime(seconds: 7)), .init(kind: .refusing, at: WallTime(seconds: 8)),
                .init(kind: .downgrading, at: WallTime(seconds: 9)), .init(kind: .unpriced, at: WallTime(seconds: 10)),
            ],
            raises: [
                BudgetRaise(
                    extra: .money(Money(attos: .max)),
                    until: WallTime(seconds: .max),
                    reason: "two\nlines \"quoted\" 関門 \u{0}",
                    by: ""
                )
            ]
        )
    )

    static let samples = [
        full,
        SavedBudget(id: id, state: BudgetState(periodStart: WallTime(seconds: 0), spent: .money(.zero))),
        SavedBudget(
            id: BudgetPolicy.ID(name: "t", countsTokens: true, period: .total, alignment: .calendar, timeZone: "UTC"),
            state: BudgetState(
                periodStart: WallTime(seconds: .min),
                spent: .tokens(.max),
                unpriced: .max,
                raises: [BudgetRaise(extra: .tokens(1), until: WallTime(seconds: 1), reason: "r", by: "u")]
            )
        ),
    ]

    @Test(arguments: samples)
    func everyMemberComesBackExactly(saved: SavedBudget) throws {
        let text = saved.json.bytes
        #expect(try SavedBudget(json: JSONValue(parsing: text)) == saved)
    }

    @Test func moneyIsADecimalString() {
        #expect(Self.full.json["spent"]?.string == "1234567.890123456789012345")
        #expect(Self.full.json["stretches"]?[0]?["spent"]?.string == "0.000000000000000001")
    }

    @Test func aMeterGoesOnFromWhatWasRead() throws {
        let policy = BudgetPolicy(name: "b", amount: .money(.cents(100)), period: .day, alertsAt: [500])
        let now = WallTime(seconds: 1_772_150_400)
        let meter = try BudgetMeter(scope: .team("dev"), policy: policy, at: now)
        #expect(meter.charge(.money(.cents(60)), admitted: now, at: now).count == 1)
        let saved = SavedBudget(id: meter.id, state: meter.state(at: now))
        let read = try SavedBudget(json: JSONValue(parsing: saved.json.bytes))
        let after = try BudgetMeter(scope: .team("dev"), policy: policy, state: read.state, at: now)
        #expect(read.id == policy.id)
        #expect(after.reading(at: now) == meter.reading(at: now))
        #expect(after.charge(.money(.cents(1)), admitted: now, at: now).isEmpty)
    }

    private static let plain = samples[1].json

    /// A change of a good document, and where it is refused.
    @Test(arguments: [
        ("later", "1", "later"), ("spent", "\"-1\"", "spent"), ("spent", "\"1e3\"", "spent"),
        ("spent", "\"01\"", "spent"),
        ("spent", "\"1.50\"", "spent"), ("spent", "\"0.0000000000000000001\"", "spent"), ("spent", "12.5", "spent"),
        ("spent", "\"NaN\"", "spent"), ("spent", "\"\"", "spent"), ("spent", "null", "spent"),
        ("spent", "\"999999999999999999999999999999999999999999\"", "spent"), ("unpriced", "-1", "unpriced"),
        ("unpriced", "1.5", "unpriced"), ("unpriced", "99999999999999999999", "unpriced"), ("unit", "\"eur\"", "unit"),
        ("unit", "\"tokens\"", "spent"), ("period", "\"fortnight\"", "period"), ("alignment", "\"\"", "alignment"),
        ("name", "\"\"", "name"), ("name", "7", "name"), ("period_start", "\"2026\"", "period_start"),
        ("stretches", "{}", "stretches"), ("stretches", "[{\"start\":1}]", "stretches[0].spent"),
        ("stretches", "[{\"start\":1,\"spent\":\"1\",\"x\":1}]", "stretches[0].x"),
        ("raised", "[{\"kind\":\"threshold_1001\",\"at\":1}]", "raised[0].kind"),
        ("raised", "[{\"kind\":\"threshold_-5\",\"at\":1}]", "raised[0].kind"),
        ("raises", "[{\"extra\":\"1\",\"until\":1,\"reason\":\"r\"}]", "raises[0].by"),
        ("raises", "[{\"extra\":1,\"until\":1,\"reason\":\"r\",\"by\":\"u\"}]", "raises[0].extra"),
    ])
    func whatNobodyWroteIsRefused(member: String, value: String, path: String) throws {
        var object = try #require(Self.plain.object)
        object.remove(member)
        object.append(member, try JSONValue(parsing: Array(value.utf8)))
        let problem = #expect(throws: InvalidEntity.self) { try SavedBudget(json: .object(object)) }
        #expect(problem?.problems.contains { $0.path == path } == true, "\(String(describing: problem))")
    }

    @Test(arguments: ["[]", "null", "7", "{}"])
    func anythingElseIsRefused(text: String) throws {
        let value = try JSONValue(parsing: Array(text.utf8))
        #expect(throws: InvalidEntity.self) { try SavedBudget(json: value) }
    }

    @Test func aMemberThatStandsTwiceIsRefused() throws {
        var object = try #require(Self.plain.object)
        object.append("spent", "0")
        #expect(throws: InvalidEntity.self) { try SavedBudget(json: .object(object)) }
    }

    @Test func listsHaveABound() throws {
        var object = try #require(Self.plain.object)
        let raise: JSONValue = ["extra": "1", "until": 1, "reason": "r", "by": "u"]
        object.append("raises", .array(Array(repeating: raise, count: BudgetMeter.mostRaises + 1)))
        #expect(throws: InvalidEntity.self) { try SavedBudget(json: .object(object)) }
    }
}
