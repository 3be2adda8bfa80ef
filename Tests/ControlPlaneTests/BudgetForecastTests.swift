import Governance
import Pricing
import Testing

@testable import ControlPlane

/// When a budget will be gone.
struct BudgetForecastTests {
    private static let day: Int64 = 86_400

    private static let period = PeriodInterval(start: WallTime(seconds: 0), end: WallTime(seconds: 30 * day))

    private func forecast(
        _ amount: Int,
        spent: Int,
        _ alignment: BudgetPolicy.Alignment = .calendar,
        in period: PeriodInterval = period,
        at now: Int64
    ) -> BudgetForecast? {
        BudgetForecast(
            spent: .tokens(spent),
            left: .tokens(max(0, amount - spent)),
            in: period,
            of: policy(alignment),
            at: Timestamp(seconds: now)
        )
    }

    private func policy(_ alignment: BudgetPolicy.Alignment = .calendar) -> BudgetPolicy {
        BudgetPolicy(name: "month", amount: .tokens(100), period: .month, alignment: alignment)
    }

    @Test(
        "goes on at the pace of the period so far",
        arguments: [
            (3000, 1000, 10, 100, Optional(30)), (3000, 1500, 10, 150, 20), (1000, 1000, 10, 100, 10),
            (3000, 0, 10, 0, nil),
            (3001, 1000, 10, 100, nil), (100, 10, 0, 240, nil),
        ]
    )
    func pace(amount: Int, spent: Int, days: Int64, perDay: Int, gone: Int64?) throws {
        let forecast = try #require(self.forecast(amount, spent: spent, at: days * Self.day))
        #expect(forecast.perDay == .tokens(perDay))
        // What would be gone at the end of the period or later is not gone within it.
        let expected = gone.flatMap { $0 < 30 ? $0 * Self.day : nil }
        if days > 0 { #expect(forecast.exhausted?.seconds == expected) }
    }

    @Test("is not made for what rolls or never ends")
    func none() {
        #expect(forecast(10, spent: 1, .rolling, at: Self.day) == nil)
        let endless = PeriodInterval(start: WallTime(seconds: 0), end: nil)
        #expect(forecast(10, spent: 1, in: endless, at: Self.day) == nil)
    }

    @Test("counts money to the attodollar, and does not overflow")
    func money() throws {
        let forecast = try #require(
            BudgetForecast(
                spent: .money(Money(attos: 1 << 100)),
                left: .money(.max),
                in: Self.period,
                of: policy(),
                at: Timestamp(seconds: 10 * Self.day)
            )
        )
        #expect(forecast.perDay == .money(Money(attos: (1 << 100) / 10)))
        #expect(forecast.exhausted == nil)
    }
}
