import Foundation
import Testing

@testable import Pricing

@Suite("Money") struct MoneyTests {
    @Test(
        "decimal text is read and written exactly",
        arguments: [
            ("0", "0"), ("-0", "0"), ("1", "1"), ("-1.50", "-1.5"), ("0.008289", "0.008289"), ("1.5e-07", "0.00000015"),
            ("1.5E+3", "1500"), ("12e-1", "1.2"), ("0.000000000000000001", "0.000000000000000001"),
            ("100000000000000000000", "100000000000000000000"), ("0.10000000000000000000000", "0.1"), ("0e999", "0"),
            ("5e-18", "0.000000000000000005"), ("0.00100e3", "1"),
        ]
    ) func textIsExact(text: String, written: String) throws {
        #expect(try Money(decimal: text).decimal == written)
    }

    @Test(
        "what is no number, or none that fits, is refused",
        arguments: [
            ("", PricingError.Code.invalidDecimal), ("NaN", .invalidDecimal), ("Infinity", .invalidDecimal),
            ("+1", .invalidDecimal), (".5", .invalidDecimal), ("1.", .invalidDecimal), ("01", .invalidDecimal),
            ("1,000", .invalidDecimal), ("1e", .invalidDecimal), ("0x10", .invalidDecimal), ("-", .invalidDecimal),
            ("1 ", .invalidDecimal), (String(repeating: "9", count: 200), .invalidDecimal),
            ("1e-19", .tooManyDecimals), ("0.1234567890123456789", .tooManyDecimals), ("1e-999999", .tooManyDecimals),
            ("1e21", .overflow), ("1e999999999999999999999", .overflow), ("200000000000000000000", .overflow),
        ]
    ) func othersAreRefused(text: String, code: PricingError.Code) {
        let error = #expect(throws: PricingError.self) { try Money(decimal: text) }
        #expect(error?.code == code)
    }

    @Test("sums and products are what decimal arithmetic says, over ten thousand random amounts")
    func arithmeticAgreesWithDecimal() throws {
        var random = SplitMix(seed: 20_261_121)
        for _ in 0..<10_000 {
            let left = Money(attos: Int128(Int64(truncatingIfNeeded: random.next())) * Int128(random.next() % 100_000))
            let right = Money(attos: Int128(Int64(truncatingIfNeeded: random.next())))
            let count = Int(random.next() % 1_000_000) - 500_000
            let a = try #require(Decimal(string: left.decimal))
            let b = try #require(Decimal(string: right.decimal))
            #expect(Decimal(string: (left + right).decimal) == a + b)
            #expect(Decimal(string: (left - right).decimal) == a - b)
            #expect(Decimal(string: (right * count).decimal) == b * Decimal(count))
            #expect(try Money(decimal: left.decimal) == left)
            #expect((left < right) == (a < b))
            let parts = left.nanosAndRemainder
            if abs(a) < 9_000_000_000 { #expect(Money(nanos: parts.nanos, remainder: parts.remainder) == left) }
        }
    }

    @Test("what does not fit saturates instead of trapping") func saturates() {
        #expect(Money.max + Money(attos: 1) == .max)
        #expect(Money.min - Money(attos: 1) == .min)
        #expect(Money.max * 2 == .max)
        #expect(Money.max * -2 == .min)
        #expect(Money.min * .min == .max)
        #expect(Money.max.scaled(by: 3, over: 2) == .max)
        #expect(Money.max.nanosAndRemainder.nanos == .max)
    }

    @Test("a factor rounds half away from zero") func scales() {
        #expect(Money(attos: 5).scaled(by: 1, over: 2) == Money(attos: 3))
        #expect(Money(attos: -5).scaled(by: 1, over: 2) == Money(attos: -3))
        #expect(Money(attos: 4).scaled(by: 1, over: 3) == Money(attos: 1))
        #expect(Money(attos: 10).scaled(by: 670, over: 1000) == Money(attos: 7))
    }

    @Test(
        "amounts are shown in another currency",
        arguments: [
            ("JPY", "151.37", "1", "151"), ("JPY", "151.5", "1", "152"), ("JPY", "151.37", "-0.01", "-2"),
            ("EUR", "0.92", "1.005", "0.92"), ("USD", "1", "0.005", "0.01"), ("USD", "1", "12", "12.00"),
            ("KWD", "0.307", "3", "0.921"), ("JPY", "150", "100000000000000000000", "15000000000000000000000"),
        ]
    ) func currencies(code: String, rate: String, amount: String, shown: String) throws {
        let currency = try Currency(code: code, perDollar: rate)
        #expect(try currency.text(Money(decimal: amount)) == shown)
    }

    @Test(
        "what requests cost is shown in fractions of a unit",
        arguments: [
            ("JPY", "155.2", "0.00123", "0.1909"), ("JPY", "155.2", "1", "155.2"), ("JPY", "155.2", "0", "0"),
            ("JPY", "155.2", "-0.00123", "-0.1909"), ("EUR", "0.92", "0.00123", "0.001132"),
            // Half away from zero: 0.00005 yen.
            ("JPY", "1", "0.00005", "0.0001"), ("JPY", "1", "0.000049999999999999", "0"),
        ]
    ) func fine(code: String, rate: String, amount: String, shown: String) throws {
        #expect(try Currency(code: code, perDollar: rate).fineText(Money(decimal: amount)) == shown)
    }

    @Test(
        "an amount of another currency is worth so many dollars",
        arguments: [
            ("155.2", "155.2", "1"), ("155.2", "100000", "644.329896907216494845"), ("0.000001", "1", "1000000"),
            ("3", "1", "0.333333333333333333"), ("3", "2", "0.666666666666666667"), ("155.2", "0", "0"),
        ]
    ) func worth(rate: String, units: String, dollars: String) throws {
        let currency = try Currency(code: "JPY", perDollar: rate)
        #expect(try currency.dollars(Money(decimal: units))?.decimal == dollars)
    }

    @Test("an amount that is too large to be counted is none") func worthTooMuch() throws {
        #expect(try Currency(code: "JPY", perDollar: "0.000001").dollars(.max) == nil)
    }

    @Test("a rate that is none is refused", arguments: ["0", "-1", "NaN", "1e30", "0.0000001"])
    func rates(rate: String) {
        #expect(throws: PricingError.self) { try Currency(code: "JPY", perDollar: rate) }
    }

    @Test("amounts beyond what a currency can show do not trap") func hugeAmounts() throws {
        let currency = try Currency(code: "IRR", perDollar: "1000000000", decimals: 12)
        #expect(!currency.text(.max).isEmpty)
        #expect(!currency.text(.min).isEmpty)
    }

    @Test("an amount is written with all its digits and none more, and reads back as itself")
    func roundTrips() throws {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<5000 {
            let bits = Int.random(in: 0...126, using: &random)
            let magnitude = Int128.random(in: 0...(Int128(1) << Int128(bits)), using: &random)
            // Amounts with zeros at either end are where a writer goes wrong.
            let scale = (0..<Int.random(in: 0...18, using: &random)).reduce(into: Int128(1)) { scale, _ in scale *= 10 }
            let attos = (magnitude / scale * scale) * (Bool.random(using: &random) ? 1 : -1)
            let text = Money(attos: attos).decimal
            #expect(try Money(decimal: text).attos == attos)
            #expect(!text.contains(".") || !(text.hasSuffix("0") || text.hasSuffix(".")))
            #expect(text == "0" || !text.hasPrefix("0") || text.hasPrefix("0."))
        }
        #expect(Money(attos: .min).decimal == "-170141183460469231731.687303715884105728")
        #expect(Money(attos: .max).decimal == "170141183460469231731.687303715884105727")
    }
}

/// Random numbers that are the same in every run.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
