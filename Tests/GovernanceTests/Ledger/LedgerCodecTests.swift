import Governance
import ModelAPI
import Pricing
import Testing

@Suite struct LedgerCodecTests {
    private func encoded(_ record: LedgerRecord) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try LedgerCodec.encode(record, into: &bytes)
        return bytes
    }

    @Test func whatIsEncodedDecodesToTheSame() throws {
        #expect(try LedgerCodec.decode(encoded(.full)) == .record(.full))
        var generator = SeededGenerator(state: 1)
        for _ in 0..<2000 {
            let record = LedgerRecord.random(using: &generator)
            #expect(try LedgerCodec.decode(encoded(record)) == .record(record))
        }
    }

    @Test(arguments: [nil, Money(attos: .max), Money(attos: .min), Money.zero])
    func correctionsDecodeToTheSame(cost: Money?) throws {
        for supersedes in [nil, 7] as [Int64?] {
            let correction = LedgerCorrection(
                entry: "e",
                supersedes: supersedes,
                time: -5,
                cost: cost,
                priceVersion: "2026-03-01"
            )
            var bytes: [UInt8] = []
            try LedgerCodec.encode(correction, into: &bytes)
            #expect(try LedgerCodec.decode(bytes) == .correction(correction))
        }
    }

    /// Pins the format: the bytes of released versions never change.
    @Test func aRecordHasTheBytesOfTheDocumentedFormat() throws {
        var record = LedgerRecord(
            entry: "e1",
            id: "r",
            time: 1,
            surface: "s",
            modelAsked: "m",
            status: 200,
            outcome: .aborted,
            durationMicroseconds: 64
        )
        record.team = "t"
        record.tags = ["x"]
        record.cost = Money(attos: -2)
        var usage = Usage()
        usage.cacheRead = 3
        record.usage = usage
        record.flags = [.stream]
        let expected: [UInt8] = [
            1, 1, 2, 0x65, 0x31, 1, 0x72, 2, 0, 2, 0x74, 0, 0, 0, 0, 0, 1, 1, 0x78, 1, 0x73, 1, 0x6D, 0, 0, 0, 1, 2, 0,
            6, 1,
            3, 0, 0, 0, 0x90, 0x03, 3, 0x80, 0x01, 0, 0, 4,
        ]
        #expect(try encoded(record) == expected)
    }

    /// What a provider's cache saved stands at the end, under a version of its own: rows without it keep their bytes.
    @Test func whatAProvidersCacheSavedIsTheEndOfASecondVersion() throws {
        var record = LedgerRecord.full
        record.savedPromptCache = nil
        record.guards = []
        record.guardsLeftOut = 0
        var expected = try encoded(record)
        #expect(expected[1] == 1)
        record.savedPromptCache = Money(attos: -2)
        expected[1] = 2
        #expect(try encoded(record) == expected + [1, 3])
        // One content has one form: nothing saved is the first version's.
        #expect(throws: LedgerFormatError.malformed) { try LedgerCodec.decode(expected + [0]) }
    }

    /// What guardrails found stands behind that, under a version of its own.
    @Test func whatGuardrailsFoundIsTheEndOfAThirdVersion() throws {
        var record = LedgerRecord.full
        let lines = record.guards
        (record.savedPromptCache, record.guards, record.guardsLeftOut) = (nil, [], 0)
        var expected = try encoded(record)
        #expect(expected[1] == 1)
        record.guards = [lines[0]]
        expected[1] = 3
        let line: [UInt8] =
            [0, 3] + Array("pii".utf8) + [9] + Array("MY_NUMBER".utf8) + [15] + Array("my-number.label".utf8)
            + [0xD9, 0x07, 5] + Array("block".utf8) + [24, 28, 16] + Array("0123456789abcdef".utf8) + [7]
            + Array("base64".utf8)
        #expect(try encoded(record) == expected + [0, 1] + line + [0])
        record.guardsLeftOut = 300
        record.savedPromptCache = Money(attos: -2)
        #expect(try encoded(record) == expected + [1, 3, 1] + line + [0xAC, 0x02])
        record.guards = []
        #expect(try encoded(record) == expected + [1, 3, 0, 0xAC, 0x02])
        // One content has one form: without any it is the second version's, or the first one's.
        #expect(throws: LedgerFormatError.malformed) { try LedgerCodec.decode(expected + [1, 3, 0, 0]) }
        #expect(throws: LedgerFormatError.malformed) { try LedgerCodec.decode(expected + [0, 0, 0]) }
        // A mark that is none, and more than a thousand thousandths.
        var wrong = line
        wrong[0] = 4
        #expect(throws: LedgerFormatError.malformed) { try LedgerCodec.decode(expected + [0, 1] + wrong + [0]) }
        wrong = line
        wrong[30] = 0xE9
        #expect(throws: LedgerFormatError.malformed) { try LedgerCodec.decode(expected + [0, 1] + wrong + [0]) }
    }

    @Test func moreLinesOfGuardrailsThanThereIsRoomForAreCounted() throws {
        let line = LedgerRecord.full.guards[0]
        var record = LedgerRecord.full
        record.guardsLeftOut = 5
        record.guards = (0..<100).map { number in
            var line = line
            line.offset = number
            return line
        }
        guard case .record(let kept) = try LedgerCodec.decode(encoded(record)) else {
            Issue.record("no record")
            return
        }
        #expect(kept.guards.map(\.offset) == Array(0..<64))
        #expect(kept.guardsLeftOut == 41)
        #expect(!kept.flags.contains(.shortened))
        record.guardsLeftOut = .max
        guard case .record(let most) = try LedgerCodec.decode(encoded(record)) else {
            Issue.record("no record")
            return
        }
        #expect(most.guardsLeftOut == .max)
    }

    @Test func aLongTextOfALineIsCutAndFlagged() throws {
        for member: WritableKeyPath<GuardLine, String> in [\.guardrail, \.type, \.rule, \.action, \.hash] {
            var record = LedgerRecord.full
            record.guards[1][keyPath: member] = String(repeating: "長", count: 50)
            guard case .record(let kept) = try LedgerCodec.decode(encoded(record)) else {
                Issue.record("no record")
                return
            }
            #expect([10, 26].contains(kept.guards[1][keyPath: member].count))
            #expect(kept.flags.contains(.shortened))
        }
    }

    @Test func aScoreThatIsNoneIsWithinItsBounds() throws {
        for (share, thousandths) in [
            (.nan, 0), (-1, 0), (.infinity, 1000), (2, 1000), (0.5, 500), (0.9996, 1000), (0.0004, 0),
        ] as [(Double, Int)] {
            #expect(GuardLine.thousandths(of: share) == thousandths)
        }
        var record = LedgerRecord.full
        record.guards[0].thousandths = .max
        record.guards[1].thousandths = .min
        guard case .record(let kept) = try LedgerCodec.decode(encoded(record)) else {
            Issue.record("no record")
            return
        }
        #expect(kept.guards.map(\.thousandths) == [1000, 0])
    }

    @Test(arguments: ServiceTier.allCases, [false, true])
    func theTermsOfServiceAreKept(tier: ServiceTier, isEstimated: Bool) throws {
        for terms in [
            ServiceTerms(tier: tier), ServiceTerms(tier: tier, isFast: true), ServiceTerms(tier: tier, isInUS: true),
        ] {
            var record = LedgerRecord.full
            record.usage?.terms = terms
            record.usage?.isEstimated = isEstimated
            #expect(try LedgerCodec.decode(try encoded(record)) == .record(record))
        }
    }

    /// What a store takes in by its gist is what it gives back whole: the same is accepted, and says the same.
    @Test func theGistOfARecordIsTheRecords() throws {
        var generator = SeededGenerator(state: 3)
        for _ in 0..<500 {
            let record = LedgerRecord.random(using: &generator)
            let bytes = [9, 9] + (try encoded(record)) + [9]
            let range = 2..<bytes.count - 1
            let gist = try #require(try LedgerCodec.gist(of: bytes, in: range))
            #expect(String(decoding: bytes[gist.entry], as: UTF8.self) == record.entry)
            #expect(gist.time == record.time && gist.status == record.status && gist.outcome == record.outcome)
            #expect(gist.usage == record.usage && gist.cost == record.cost)
            #expect(gist.isHit == record.isHit && gist.isSemanticHit == record.isSemanticHit)
            #expect(gist.saved == record.saved && gist.savedPromptCache == record.savedPromptCache)
            for (range, text) in [(gist.surface, record.surface), (gist.modelServed, record.modelServed ?? "")] {
                // Behind the length.
                #expect(bytes[range].suffix(text.utf8.count).elementsEqual(text.utf8))
                #expect((text.utf8.count + 1...text.utf8.count + 2).contains(range.count))
            }
            #expect(
                gist.guards.map { String(decoding: bytes[$0.guardrail], as: UTF8.self) }
                    == record.guards.map(\.guardrail)
            )
            #expect(gist.guards.map { String(decoding: bytes[$0.type], as: UTF8.self) } == record.guards.map(\.type))
        }
        let whole = try encoded(.full)
        for index in whole.indices {
            for change: UInt8 in [1, 0x80, 0xFF] {
                var bytes = whole
                bytes[index] ^= change
                let decoded = Result { try LedgerCodec.decode(bytes) }
                let gist = Result { try LedgerCodec.gist(of: bytes, in: bytes.indices) }
                #expect((try? decoded.get()) == nil ? (try? gist.get()) == nil : (try? gist.get()) != nil)
            }
        }
        #expect(throws: LedgerFormatError.self) { try LedgerCodec.gist(of: whole, in: 0..<whole.count + 1) }
    }

    @Test func noBeginningOfARecordIsARecord() throws {
        let bytes = try encoded(.full)
        for count in 0..<bytes.count {
            #expect(throws: LedgerFormatError.self) { try LedgerCodec.decode(Array(bytes[..<count])) }
        }
        #expect(throws: LedgerFormatError.malformed) { try LedgerCodec.decode(bytes + [0]) }
    }

    @Test func changedBytesAreRefusedOrAreTheBytesOfWhatTheyDecodeTo() throws {
        let original = try encoded(.full)
        var generator = SeededGenerator(state: 2)
        var accepted = 0
        for _ in 0..<20_000 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            guard let item = try? LedgerCodec.decode(bytes) else { continue }
            accepted += 1
            var again: [UInt8] = []
            try LedgerCodec.encode(item, into: &again)
            #expect(again == bytes)
        }
        #expect(accepted > 100)
    }

    @Test func bytesByChanceNeverTrap() {
        var generator = SeededGenerator(state: 3)
        for _ in 0..<20_000 {
            var bytes = (0..<Int.random(in: 0...80, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            for index in bytes.indices.prefix(2) { bytes[index] = .random(in: 1...3, using: &generator) }
            _ = try? LedgerCodec.decode(bytes)
        }
    }

    @Test func aLaterVersionIsRefusedAsSuch() throws {
        var bytes = try encoded(.full)
        bytes[1] = 4
        #expect(throws: LedgerFormatError.version) { try LedgerCodec.decode(bytes) }
    }

    @Test func aPartOfABufferIsDecoded() throws {
        let bytes = try encoded(.full)
        #expect(try LedgerCodec.decode([9, 9] + bytes + [9], in: 2..<2 + bytes.count) == .record(.full))
        #expect(throws: LedgerFormatError.truncated) { try LedgerCodec.decode(bytes, in: 0..<10) }
        #expect(throws: LedgerFormatError.malformed) { try LedgerCodec.decode([9, 1], in: 0..<2) }
        #expect(throws: LedgerFormatError.truncated) { try LedgerCodec.decode([], in: 5..<9) }
    }

    @Test func whatIsTooLongIsCutBetweenCharactersAndFlagged() throws {
        var record = LedgerRecord.full
        record.id = String(repeating: "長", count: 86)
        record.tags = (0..<40).map { "\($0)-" + String(repeating: "x", count: 200) }
        record.attempts = (0..<50).map {
            LedgerRecord.Attempt(target: "t\($0)", credential: nil, outcome: "o", milliseconds: 1)
        }
        guard case .record(let kept) = try LedgerCodec.decode(encoded(record)) else {
            Issue.record("no record")
            return
        }
        #expect(kept.id == String(repeating: "長", count: 85))
        #expect(kept.tags.count == 32)
        #expect(kept.tags[0].utf8.count == 128)
        #expect(kept.attempts.map(\.target) == (18..<50).map { "t\($0)" })
        #expect(kept.flags == [.stream, .hedged, .shortened])
    }

    @Test func theLongestRecordIsWithinItsBound() throws {
        let long = String(repeating: "長", count: 1000)
        var record = LedgerRecord.full
        record.entry = String(repeating: "e", count: 64)
        for member in [
            \LedgerRecord.organization, \.team, \.project, \.user, \.keyID, \.keyName, \.environment, \.modelServed,
            \.provider, \.priceVersion, \.cache,
        ] { record[keyPath: member] = long }
        record.id = long
        record.surface = long
        record.modelAsked = long
        record.tags = Array(repeating: long, count: 100)
        record.attempts = Array(
            repeating: LedgerRecord.Attempt(target: long, credential: long, outcome: long, milliseconds: .max),
            count: 100
        )
        record.cost = Money(attos: .min)
        record.guards = Array(
            repeating: GuardLine(
                guardrail: long,
                stage: .output,
                type: long,
                rule: long,
                thousandths: 1000,
                action: long,
                offset: .min,
                length: .max,
                hash: long,
                encoding: long
            ),
            count: 100
        )
        record.guardsLeftOut = .max
        let bytes = try encoded(record)
        #expect(bytes.count > 50_000 && bytes.count <= LedgerRecord.Bounds.encoded)
    }

    @Test(arguments: ["", String(repeating: "e", count: 65)])
    func anEntryThatIsNoneIsRefusedAndNothingIsAppended(entry: String) {
        var record = LedgerRecord.full
        record.entry = entry
        var bytes: [UInt8] = [1, 2]
        #expect(throws: LedgerFormatError.entry) { try LedgerCodec.encode(record, into: &bytes) }
        #expect(bytes == [1, 2])
    }
}
