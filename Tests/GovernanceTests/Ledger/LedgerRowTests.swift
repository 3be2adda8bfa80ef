import Foundation
import Governance
import JSONText
import ModelAPI
import Pricing
import Testing

@Suite struct LedgerRowTests {
    private func json(_ row: LedgerRow) -> String {
        var writer = JSONWriter()
        row.writeJSON(to: &writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private func csv(_ row: LedgerRow) -> String {
        var bytes: [UInt8] = []
        row.appendCSV(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func aRowIsWrittenWithTheAdminInterfacesMembers() {
        let expected = """
            {"id":"req-1","entry":"01j0000000entry","sequence":7,"time":"2026-02-28T23:59:59.123456Z","key":"dev-bot",\
            "key_id":"key_1","organization":"acme","team":"dev","project":"search","user":"user_1","environment":"prod",\
            "tags":["blue","関門"],"surface":"anthropic","model":"chat","model_served":"claude-sonnet-4-5-20250929",\
            "provider":"claude","status":200,"outcome":"answered","usage":{"input_tokens":2134,\
            "cached_input_tokens":2000,"cache_write_5m_tokens":30,"cache_write_1h_tokens":4,"output_tokens":50,\
            "reasoning_tokens":7},"service_tier":"priority","speed":"fast","inference_geo":"us","cost_usd":"0.00123","price_version":"2026-02-01","cache":"miss","saved_usd":"-0.000005",\
            "saved_exact_usd":"0","saved_semantic_usd":null,"saved_prompt_cache_usd":"-0.000005",\
            "attempts":[{"target":"openai/gpt-4o","credential":"a","outcome":"rate-limited","duration_ms":12},\
            {"target":"claude/claude-sonnet-4-5","credential":null,"outcome":"answered","duration_ms":1200}],\
            "duration_ms":1234.567,"time_to_first_token_ms":400,"overhead_us":85,"flags":["stream","hedged"],\
            "guards":[{"guardrail":"pii","stage":"input","type":"MY_NUMBER","rule":"my-number.label","score":0.985,\
            "action":"block","monitored":false,"offset":12,"length":14,"hash":"0123456789abcdef","encoding":"base64"},\
            {"guardrail":"words","stage":"output","type":"競合","rule":"words","score":1,"action":"mask",\
            "monitored":true,"offset":0,"length":3,"hash":"fedcba9876543210","encoding":null}],"guards_left_out":3}
            """
        #expect(json(LedgerRow(sequence: 7, record: .full)) == expected)
    }

    @Test func costsAreShownInAnotherCurrencyBesideDollars() throws {
        let yen = try Currency(code: "JPY", perDollar: "155.2")
        func shown(_ row: LedgerRow) throws -> JSONValue? {
            var writer = JSONWriter()
            row.writeJSON(to: &writer, currency: yen)
            return try JSONValue(parsing: writer.bytes)["cost_display"]
        }
        // 0.00123 × 155.2 = 0.190896.
        #expect(
            try shown(LedgerRow(sequence: 1, record: .full)) == ["currency": "JPY", "amount": "0.1909"]
        )
        var unknown = LedgerRecord.full
        unknown.cost = nil
        #expect(try shown(LedgerRow(sequence: 1, record: unknown)) == .null)
    }

    @Test func whatIsNotKnownIsNull() throws {
        let record = LedgerRecord(
            entry: "e",
            id: "\"\u{1}",
            time: -1,
            surface: "gemini",
            modelAsked: "m",
            status: 502,
            outcome: .failed,
            durationMicroseconds: 0
        )
        let text = json(LedgerRow(sequence: 1, record: record))
        let object = try #require(try JSONValue(parsing: Array(text.utf8)).object)
        for member in ["key", "team", "usage", "cost_usd", "saved_usd", "time_to_first_token_ms", "provider"] {
            #expect(object[member] == .null)
        }
        #expect(object["id"]?.string == "\"\u{1}")
        // Not even the names, where guardrails have found nothing.
        #expect(object["guards"] == nil && object["guards_left_out"] == nil)
        #expect(object["time"]?.string == "1969-12-31T23:59:59.999999Z")
    }

    @Test(
        arguments: [
            ("hit", 2, nil, "2", "2", nil), ("semantic-hit", 2, nil, "2", nil, "2"), ("hit", 2, 1, "3", "2", nil),
            ("miss", nil, -1, "-1", nil, nil), (nil, nil, nil, nil, nil, nil),
            ("hit", Int128.max, Int128.max, "170141183460469231731.687303715884105727", nil, nil),
        ] as [(String?, Int128?, Int128?, String?, String?, String?)]
    )
    func whatWasSavedIsToldBySourceAndInAll(
        cache: String?,
        hit: Int128?,
        prompt: Int128?,
        all: String?,
        exact: String?,
        semantic: String?
    ) throws {
        let dollar: Int128 = 1_000_000_000_000_000_000
        func money(_ amount: Int128?) -> Money? { amount.map { $0 == .max ? .max : Money(attos: $0 * dollar) } }
        var record = LedgerRecord.full
        record.cache = cache
        record.saved = money(hit)
        record.savedPromptCache = money(prompt)
        let text = json(LedgerRow(sequence: 1, record: record))
        let object = try #require(try JSONValue(parsing: Array(text.utf8)).object)
        #expect(object["saved_usd"]?.string == all)
        guard hit != .max else { return }
        #expect(object["saved_exact_usd"]?.string == exact)
        #expect(object["saved_semantic_usd"]?.string == semantic)
        #expect(object["saved_prompt_cache_usd"]?.string == prompt.map(String.init))
    }

    @Test func everyRowIsOneLineOfWholeJSON() throws {
        var generator = SeededGenerator(state: 4)
        for sequence in 1..<500 {
            let row = LedgerRow(sequence: Int64(sequence), record: .random(using: &generator))
            let text = json(row)
            #expect(!text.utf8.contains(UInt8(ascii: "\n")))
            #expect(try JSONValue(parsing: Array(text.utf8)).object != nil)
        }
    }

    @Test func theLatestWordOnACostIsShownWithTheFirst() throws {
        var record = LedgerRecord.full
        record.cost = nil
        record.flags = [.unknownPrice]
        let correction = LedgerCorrection(
            entry: record.entry,
            time: 1,
            cost: Money(attos: 2_500_000_000_000_000_000),
            priceVersion: "new"
        )
        let row = LedgerRow(sequence: 1, record: record, correction: correction, at: 9)
        let object = try #require(try JSONValue(parsing: Array(json(row).utf8)).object)
        #expect(object["cost_usd"]?.string == "2.5")
        #expect(object["recorded_cost_usd"] == .null)
        #expect(object["price_version"]?.string == "new")
        #expect(object["flags"] == .array([.string("rerated")]))
    }

    @Test(
        arguments: [
            (0, "0"), (1, "0.000000000000000001"), (-1, "-0.000000000000000001"), (1_000_000_000_000_000_000, "1"),
            (1_230_000_000_000_000, "0.00123"), (-12_500_000_000_000_000_000, "-12.5"),
            (.max, "170141183460469231731.687303715884105727"), (.min, "-170141183460469231731.687303715884105728"),
        ] as [(Int128, String)]
    )
    func anAmountIsAnExactDecimal(attos: Int128, text: String) throws {
        var record = LedgerRecord.full
        record.cost = Money(attos: attos)
        let written = json(LedgerRow(sequence: 1, record: record))
        #expect(try JSONValue(parsing: Array(written.utf8)).object?["cost_usd"]?.string == text)
    }

    @Test func aLineOfCSVHasTheHeadersColumns() {
        let header = LedgerRow.csvHeader.split(separator: ",")
        let line = csv(LedgerRow(sequence: 7, record: .full))
        #expect(line.split(separator: ",", omittingEmptySubsequences: false).count == header.count)
        #expect(
            line == """
                7,01j0000000entry,req-1,2026-02-28T23:59:59.123456Z,dev-bot,key_1,acme,dev,search,user_1,prod,blue;関門,\
                anthropic,chat,claude-sonnet-4-5-20250929,claude,200,answered,2134,2000,30,4,50,7,0.00123,2026-02-01,\
                miss,-0.000005,2,1234567,400000,85,stream;hedged,priority,fast,us,0,,-0.000005,\
                pii:MY_NUMBER:block×1;words:競合:would-mask×1\r\n
                """
        )
    }

    @Test(arguments: [
        ("plain", "plain"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\r\nb", "\"a\r\nb\""), ("=1+1", "'=1+1"),
        ("@x,y", "\"'@x,y\""), ("-1", "'-1"), ("+1", "'+1"), ("\tx", "'\tx"), ("", ""),
    ])
    func aCellIsQuotedAndIsNoFormula(text: String, cell: String) {
        var record = LedgerRecord.full
        record.id = text
        #expect(csv(LedgerRow(sequence: 1, record: record)).hasPrefix("1,01j0000000entry,\(cell),2026-02-28T"))
    }

    @Test func theCalendarIsFoundations() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        var generator = SeededGenerator(state: 5)
        for _ in 0..<2000 {
            let seconds = Int64.random(in: -11_000_000_000...250_000_000_000, using: &generator)
            let parts = calendar.dateComponents(
                [.year, .month, .day, .hour, .minute, .second],
                from: Date(timeIntervalSince1970: TimeInterval(seconds))
            )
            let moment = CivilTime(secondsSince1970: seconds)
            #expect(moment.year == parts.year.map(Int64.init))
            #expect(moment.month == parts.month.map(Int64.init))
            #expect(moment.day == parts.day.map(Int64.init))
            let second = (parts.hour ?? 0) * 3600 + (parts.minute ?? 0) * 60 + (parts.second ?? 0)
            #expect(moment.secondOfDay == Int64(second))
        }
    }

    @Test func entriesAreInOrderOfTimeAndNeverTheSame() {
        var makers = (0..<4).map { _ in LedgerEntryMaker() }
        var entries: [String] = []
        for step in 0..<4000 { entries.append(makers[step % 4].next(at: Int64(step) * 1_000_000)) }
        #expect(Set(entries).count == 4000)
        #expect(entries == entries.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        #expect(entries.allSatisfy { $0.utf8.count == 32 })
    }
}
