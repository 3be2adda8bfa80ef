import Governance
import Testing

@Suite struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2026-12-01T09:00:00+09:00", 1_796_083_200),
        ("2000-02-29T23:59:59Z", 951_868_799),
        ("1969-12-31T23:59:59Z", -1), ("2026-12-01T00:00:00.999999Z", 1_796_083_200),
        ("0000-01-01T00:00:00Z", -62_167_219_200), ("9999-12-31T23:59:59Z", 253_402_300_799),
    ])
    func readsWhatRFC3339Writes(text: String, seconds: Int64) {
        #expect(Timestamp(text)?.seconds == seconds)
    }

    @Test(arguments: [
        "", "2026-12-01", "2026-12-01 00:00:00Z", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z",
        "2100-02-29T00:00:00Z",
        "2026-12-01T24:00:00Z", "2026-12-01T00:60:00Z", "2026-12-01T00:00:60Z", "2026-12-01T00:00:00",
        "2026-12-01T00:00:00+24:00", "2026-12-01T00:00:00.Z", "2026-12-01T00:00:00.1234567890Z", "２026-12-01T00:00:00Z",
        "2026-12-01T00:00:00Z ", "0000-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00", "+026-12-01T00:00:00Z",
    ])
    func refusesEverythingElse(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test func writesWhatItReads() {
        var random = SeededRandom(7)
        for _ in 0..<5000 {
            let time = Timestamp(seconds: Int64.random(in: -62_167_219_200...253_402_300_799, using: &random))
            #expect(Timestamp(time.description) == time)
        }
    }

    @Test func neverTraps() {
        #expect(Timestamp(seconds: .max).adding(seconds: 1).seconds == .max)
        #expect(Timestamp(seconds: .min).adding(seconds: -1).seconds == .min)
        #expect(Timestamp(seconds: .max).description == "9999-12-31T23:59:59Z")
        #expect(Timestamp(seconds: .min).description == "0000-01-01T00:00:00Z")
    }
}
