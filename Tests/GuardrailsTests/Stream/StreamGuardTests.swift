import Testing

@testable import Guardrails

@Suite("Answers that come in pieces")
struct StreamGuardTests {
    /// Compiling the patterns takes longer than any test. Without the dictionary: its reading of a sentence needs all of it.
    private static let shared = Result {
        try Scanner([
            IdentifierDetector(), SecretDetector(), NameAndAddressDetector(resources: NameResources(tier: .builtIn)),
        ])
    }
    private let scanner: Scanner

    init() throws {
        scanner = try Self.shared.get()
    }

    private static func policy(_ action: GuardAction, preset: GuardPreset = .strict) -> GuardPolicy {
        let types: [FindingType] = [
            .myNumber, .creditCard, .secret, .personName, .addressJP, .email, .phoneJapan, .birthDate, .urlCredentials,
        ]
        return GuardPolicy(
            name: "guard",
            preset: preset,
            actions: Dictionary(uniqueKeysWithValues: types.map { ($0, action) })
        )
    }

    /// Values that are longer than the window: decided as they stand, so their length and hash are those of the beginning.
    private static func isLongerThanWindow(_ outcome: StreamTrial.Outcome) -> Bool {
        outcome.evidence.contains { $0.length > StreamGuard.longestHold - 48 }
    }

    private func check(
        _ trial: StreamTrial,
        _ text: [UInt8],
        _ whole: StreamTrial.Outcome,
        _ pieces: [ArraySlice<UInt8>],
        idle: (Int) -> Bool
    ) throws -> Bool {
        let outcome = try trial.pieces(pieces, idle: idle)
        let isSame = Self.isLongerThanWindow(whole) || outcome.evidence == whole.evidence
        return outcome.text == whole.text && outcome.verdict == whole.verdict && isSame
    }

    /// Cuts a text everywhere and in every way.
    /// - Returns: the ways that gave something else than the whole text.
    private func mistakes(_ trial: StreamTrial, _ text: [UInt8]) throws -> [String] {
        let whole = try trial.whole(text)
        var mistakes: [String] = []
        for place in 0...text.count
        where try !check(trial, text, whole, StreamTrial.cut(text, at: place), idle: { $0 == 0 }) {
            mistakes.append("cut at \(place)")
        }
        for idle in [false, true] {
            if try !check(trial, text, whole, StreamTrial.bytes(text, by: 1), idle: { _ in idle }) {
                mistakes.append("bytes, idle: \(idle)")
            }
            for length in [1, 3, 7]
            where try !check(trial, text, whole, StreamTrial.characters(text, by: length), idle: { _ in idle }) {
                mistakes.append("\(length) characters, idle: \(idle)")
            }
        }
        var state = UInt64(truncatingIfNeeded: text.count) | 1
        func random(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
        for _ in 0..<4 {
            var (pieces, start): ([ArraySlice<UInt8>], Int) = ([], 0)
            while start < text.count {
                let end = min(text.count, start + 1 + random(24))
                pieces.append(text[start..<end])
                start = end
            }
            let idle = pieces.map { _ in random(3) == 0 }
            if try !check(trial, text, whole, pieces, idle: { idle[$0] }) { mistakes.append("\(pieces.map(\.count))") }
        }
        return mistakes
    }

    @Test(
        "a text in pieces is masked as the whole text is",
        arguments: [GuardAction.mask(.typeName), .mask(.numbered), .restore, .hash]
    )
    func edits(action: GuardAction) throws {
        let trial = try StreamTrial(scanner, [Self.policy(action)])
        // Every text by one action; the others are the same but for what stands in the value's place.
        let texts =
            action == .mask(.typeName)
            ? StreamCorpus.cut
            : StreamCorpus.cut.enumerated().filter { $0.offset.isMultiple(of: 9) }.map(\.element)
        for text in texts {
            // The hash of a value longer than the window is that of its beginning.
            if action == .hash, try Self.isLongerThanWindow(trial.whole(text)) { continue }
            let mistakes = try mistakes(trial, text)
            #expect(mistakes.isEmpty, "\(String(decoding: text, as: UTF8.self)): \(mistakes.prefix(3))")
        }
    }

    @Test("a text in pieces is blocked where the whole text is, and nothing of the value goes out")
    func blocks() throws {
        let trial = try StreamTrial(scanner, [Self.policy(.block)])
        var blocked = 0
        for text in StreamCorpus.cut {
            let whole = try trial.whole(text)
            if whole.verdict != .pass { blocked += 1 }
            let mistakes = try mistakes(trial, text)
            #expect(mistakes.isEmpty, "\(String(decoding: text, as: UTF8.self)): \(mistakes.prefix(3))")
            guard let end = whole.evidence.last, whole.verdict != .pass else { continue }
            // The value in groups of four characters: none of them has gone out unless it stood in front of it too.
            let scalars = Array(String(decoding: text, as: UTF8.self).unicodeScalars.map(\.value))
            let value = Array(scalars[end.offset..<min(scalars.count, end.offset + end.length)])
            let outcome = try trial.pieces(StreamTrial.characters(text, by: 2)) { _ in true }
            let out = Array(String(decoding: outcome.text, as: UTF8.self).unicodeScalars.map(\.value))
            let front = Array(scalars[..<end.offset])
            for start in 0..<max(0, value.count - 3) {
                let group = value[start..<start + 4]
                if !front.holds(group) { #expect(!out.holds(group)) }
            }
        }
        #expect(blocked > StreamCorpus.cut.count / 3)
    }

    @Test("texts that follow each other are looked at as one, and no more than 128 characters are ever held")
    func longTexts() throws {
        let policy = Self.policy(.mask(.typeName))
        let scratch = try scanner.makeScratch()
        let corpus = StreamCorpus.all
        for start in stride(from: 0, to: corpus.count, by: 40) {
            let text = Array(corpus[start..<min(start + 40, corpus.count)].joined(separator: "\n。".utf8))
            for length in [1, 5, 64, 1_000] {
                var placeholders = Placeholders()
                var stream = StreamGuard(scanner: scanner, policies: [policy], mode: .balanced, hash: StreamTrial.hash)
                for piece in StreamTrial.bytes(text, by: length) {
                    let out = try stream.take(piece, scratch: scratch, placeholders: &placeholders)
                    #expect(String(validating: out.bytes, as: UTF8.self) != nil)
                    #expect(stream.heldCharacters <= StreamGuard.longestHold)
                }
            }
        }
    }

    @Test("of a value longer than the window nothing goes out but what a mask leaves")
    func longValues() throws {
        let trial = try StreamTrial(scanner, [Self.policy(.mask(.typeName))])
        let letters = Array("Q7mZx2RkT9vLw4Ny8BpJc6HdFs3GaUe5".utf8)
        let body = (0..<40).map { line in (0..<64).map { letters[($0 * 7 + line * 13 + $0 / 5) % letters.count] } }
        let key =
            Array(("-----BEGIN PRIVATE" + " KEY-----\n").utf8) + body.joined(separator: "\n".utf8)
            + Array(("\n-----END PRIVATE" + " KEY-----").utf8)
        let token = Array("eyJ".utf8) + body[0] + body[1] + [0x2E] + body[2] + body[3] + [0x2E] + body[4]
        let long = Array(("sk-" + "ant-").utf8) + body[5] + body[6] + body[7].prefix(40)
        for value in [key, token, long] {
            let text = Array("鍵は次の通りです。\n".utf8) + value + Array("\n以上です。".utf8)
            for length in [1, 4, 50] {
                let outcome = try trial.pieces(StreamTrial.bytes(text, by: length)) { $0.isMultiple(of: 3) }
                let out = String(decoding: outcome.text, as: UTF8.self)
                #expect(out.hasPrefix("鍵は次の通りです。\n<SECRET>"), "\(out.prefix(90))")
                #expect(out.hasSuffix("\n以上です。") && out.utf8.count < 60)
            }
        }
    }

    @Test(
        "prose leaves at once but for a few characters",
        arguments: [(harmlessJapanese, 8.0), (harmlessEnglish, 12.0)]
    )
    func prose(text: String, most: Double) throws {
        let scratch = try scanner.makeScratch()
        var (held, steps) = (0, 0)
        for line in text.split(separator: "\n") {
            var placeholders = Placeholders()
            var stream = StreamGuard(
                scanner: scanner,
                policies: [Self.policy(.block)],
                mode: .balanced,
                hash: StreamTrial.hash
            )
            for piece in StreamTrial.characters(Array(line.utf8), by: 2) {
                _ = try stream.take(piece, scratch: scratch, placeholders: &placeholders)
                held += stream.heldCharacters
                steps += 1
            }
        }
        #expect(Double(held) / Double(max(1, steps)) < most)
    }

    @Test("a column's header and a person's full name count however long ago they were")
    func memory() throws {
        let trial = try StreamTrial(scanner, [Self.policy(.mask(.typeName))])
        let rows = (0..<60).map { "商品\($0 + 10),在庫あり,\(1_234_567 + $0)" }.joined(separator: "\n")
        let prose = String(repeating: "納品の時期はまだ決まっていません。", count: 40)
        for text in ["品名,状態,口座番号\n\(rows)\n", "福島 陽子様から電話。\(prose)福島より、納期を延ばしたいとのこと。"] {
            let whole = try trial.whole(Array(text.utf8))
            let outcome = try trial.pieces(StreamTrial.characters(Array(text.utf8), by: 3))
            #expect(outcome.text == whole.text && outcome.evidence == whole.evidence)
            #expect(whole.evidence.count > 1)
        }
    }

    @Test("strict lets nothing go before the end, audit everything at once")
    func modes() throws {
        for text in StreamCorpus.all.enumerated().filter({ $0.offset.isMultiple(of: 23) }).map(\.element) {
            let strict = try StreamTrial(scanner, [Self.policy(.mask(.numbered))], mode: .strict)
            let held = try strict.pieces(StreamTrial.bytes(text, by: 3)) { _ in true }
            let whole = try strict.whole(text)
            #expect(held.early == 0 && held.text == whole.text && held.evidence == whole.evidence)
            let blocking = try StreamTrial(scanner, [Self.policy(.block)], mode: .strict)
            let blocked = try blocking.pieces(StreamTrial.bytes(text, by: 3))
            #expect(try blocked.verdict == blocking.whole(text).verdict && blocked.text == blocking.whole(text).text)

            var noted = Self.policy(.block)
            noted.mode = .monitor
            let expected = try StreamTrial(scanner, [noted]).whole(text)
            let audit = try StreamTrial(scanner, [Self.policy(.block)], mode: .audit)
            let free = try audit.pieces(StreamTrial.bytes(text, by: 3))
            #expect(free.text == text && free.verdict == .pass)
            #expect(free.early == text.count { $0 & 0xC0 != 0x80 })
            if !Self.isLongerThanWindow(expected) { #expect(free.evidence == expected.evidence) }
        }
    }

    @Test("a field's name is a label, and a guardrail warns once")
    func fieldAndWarnings() throws {
        var trial = try StreamTrial(scanner, [Self.policy(.mask(.typeName))])
        trial.field = "個人番号"
        let outcome = try trial.pieces(StreamTrial.bytes(Array("1234 5678 9018".utf8), by: 2)) { _ in true }
        #expect(outcome.text == Array("<MY_NUMBER>".utf8))

        let scratch = try scanner.makeScratch()
        var placeholders = Placeholders()
        let policy = GuardPolicy(name: "warner", actions: [.email: .warn])
        var stream = StreamGuard(scanner: scanner, policies: [policy], mode: .balanced, hash: StreamTrial.hash)
        var warnings: [String] = []
        for _ in 0..<3 {
            let line = Array("taro@example.co.jp に連絡しました。続きはまた後でお送りします。よろしくお願いします。\n".utf8)
            warnings += try stream.take(line, scratch: scratch, placeholders: &placeholders).warnings
        }
        warnings += try stream.finish(scratch: scratch, placeholders: &placeholders).warnings
        #expect(warnings == ["warner"])
    }

    @Test("bytes that are no text come out as they went in, and a guard that is given up returns what it held")
    func hostile() throws {
        let scratch = try scanner.makeScratch()
        var state: UInt64 = 7
        func random(_ limit: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % limit
        }
        for round in 0..<400 {
            let text = (0..<Int(random(600))).map { _ in
                let byte = UInt8(truncatingIfNeeded: random(256))
                return random(3) == 0 ? byte : byte | 0x80
            }
            var placeholders = Placeholders()
            var stream = StreamGuard(scanner: scanner, policies: [], mode: .balanced, hash: StreamTrial.hash)
            var out: [UInt8] = []
            for piece in StreamTrial.bytes(text, by: 1 + Int(random(9))) {
                out += try stream.take(piece, scratch: scratch, placeholders: &placeholders).bytes
                #expect(stream.heldCharacters <= StreamGuard.longestHold)
            }
            if round.isMultiple(of: 2) {
                out += try stream.finish(scratch: scratch, placeholders: &placeholders).bytes
            } else {
                out += stream.surrender()
            }
            #expect(out == text)
            #expect(!stream.isHolding && stream.surrender().isEmpty)
        }
    }
}

extension [UInt32] {
    fileprivate func holds(_ group: ArraySlice<UInt32>) -> Bool {
        guard count >= group.count else { return false }
        return (0...(count - group.count)).contains { self[$0..<$0 + group.count].elementsEqual(group) }
    }
}
