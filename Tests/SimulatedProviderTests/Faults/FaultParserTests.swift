import Testing

@testable import SimulatedProvider

@Suite struct FaultParserTests {
    @Test(
        "names of faults are read",
        arguments: [
            ("status-503", FaultPlan(fault: .status(503, nil))),
            ("status-429-retry-after-2", FaultPlan(fault: .status(429, .seconds(2)))),
            ("status-429-retry-after-ms-150", FaultPlan(fault: .status(429, .milliseconds(150)))),
            ("status-503-first-2", FaultPlan(fault: .status(503, nil), first: 2)),
            ("status-503-first-2@one-test", FaultPlan(fault: .status(503, nil), first: 2)),
            ("hang-mid-stream", FaultPlan(fault: .hangMidStream(after: 2))),
            ("hang-mid-stream-after-3", FaultPlan(fault: .hangMidStream(after: 3))),
            ("reset-mid-stream-after-0-first-1", FaultPlan(fault: .resetMidStream(after: 0), first: 1)),
            ("slow-drip-20ms", FaultPlan(fault: .slowDrip(milliseconds: 20))),
            ("huge-answer-3", FaultPlan(fault: .hugeAnswer(mebibytes: 3))),
            ("redirect-302", FaultPlan(fault: .redirect(status: 302))),
            ("gzip-bomb-64", FaultPlan(fault: .gzipBomb(mebibytes: 64))),
            ("gzip", FaultPlan(fault: .gzip)),
            ("html-200", FaultPlan(fault: .html)),
        ]
    )
    func reads(name: String, plan: FaultPlan) throws {
        #expect(try FaultParser.plan(name) == plan)
        #expect(try FaultParser.plan(inModel: "fault-\(name)") == plan)
    }

    @Test(
        "unknown names are refused with the list of the known ones",
        arguments: [
            "", "nonsense", "status", "status-", "status-99", "status-600", "status-503-", "status-503-retry-after",
            "status-503-retry-after--1", "status-9999999999999999999", "hang-mid-stream-after-",
            "hang-mid-stream-after-x",
            "slow-drip-20", "huge-answer-0", "huge-answer-99999", "redirect-200", "first-2", "gzip-first-x",
        ]
    )
    func refuses(name: String) {
        let refusal = #expect(throws: Refusal.self) { try FaultParser.plan(name) }
        #expect(refusal?.status == 400)
        #expect(refusal?.message.contains("hang-before-headers") == true)
    }

    @Test("every name on the list is known, with numbers for its capitals")
    func listIsTrue() throws {
        for name in FaultParser.known {
            let words = name.split(separator: "-").map { word in
                switch word {
                case "STATUS": "301"
                case "N": "500"
                case "Nms": "1ms"
                case "SECONDS", "MILLISECONDS", "MIB": "1"
                default: String(word)
                }
            }
            _ = try FaultParser.plan(words.joined(separator: "-"))
        }
    }

    @Test("other models have no fault")
    func noFault() throws {
        #expect(try FaultParser.plan(inModel: "sim-1") == nil)
        #expect(try FaultParser.plan(inModel: "default-model") == nil)
    }

    @Test("a limited fault strikes so often and no more, until it is forgotten")
    func strikes() throws {
        let ledger = Ledger(capacity: 0)
        let plan = FaultPlan(fault: .reset, first: 2)
        #expect((0..<4).map { _ in ledger.strikes(plan, "a") } == [true, true, false, false])
        #expect(ledger.strikes(plan, "b"))
        ledger.clear()
        #expect(ledger.strikes(plan, "a"))
    }
}
