/// Looks at one text that comes in pieces (one choice's text, or its reasoning) and lets go on what has been decided.
///
/// In ``StreamMode/balanced`` the text behind the last character that went out is held back as long as what comes may still
/// change what is found in it, and never more than ``longestHold`` characters. What went out was looked at with the text
/// around it: at least 120 characters in front, and behind it as much as detectors look at. Therefore verdict and text are
/// those of the whole text looked at once, except for
/// - values longer than the window (a private key, a token of 1,000 letters, an address with a building of 100): what has come
///   when the window is full is decided as it stands, and what is then taken out is taken out up to its end;
/// - labels and names further than the context in front: those of an insurance's symbol and number, a list of names behind
///   one label, and a surname alone of which the text names the person only later (later mentions are found);
/// - texts that are encoded as a whole: ciphers, words in reverse, payloads in invisible characters that are strewn over the
///   text;
/// - the dictionary's reading of a sentence whose names no list and no rule suspects.
///
/// Detectors that are not built in are given 64 characters behind every place, so their text is late by as much.
///
/// A value type that is used by one thread at a time. Its memory is bounded but for `strict`, which keeps the answer.
public struct StreamGuard: Sendable {
    /// The most characters (Unicode code points) that are held back in ``StreamMode/balanced``.
    public static let longestHold = 128
    /// So many characters that need a look are looked at together, unless a sentence ends before.
    private static let batch = 24
    /// How far behind a place detectors that are not built in may look, in characters.
    private static let foreignReach = 64

    private let scanner: Scanner
    private let policies: [GuardPolicy]
    private let stage: GuardStage
    private let context: ScanContext
    private let mode: StreamMode
    private let hash: ValueHash
    private let isBuiltIn: Bool

    private var window = StreamWindow()
    /// In ``StreamMode/strict``, the text so far.
    private var whole: [UInt8] = []
    /// What has been decided and not been handed out yet.
    private var piece = GuardedPiece()
    private var warned: Set<String> = []
    /// A finding reaches so many characters into what is held: no look before they can go.
    private var waits = 0
    private var swallowing: Swallowing?
    private var verdict = GuardVerdict.pass
    private var isOver = false

    /// A value that was taken out before its end had come.
    private enum Swallowing {
        case word, key
    }

    /// How many whole characters are held back.
    var heldCharacters: Int { window.count }

    /// Begins a text.
    /// - Parameters:
    ///   - scanner: finds what the policies are about.
    ///   - policies: in the order of the configuration.
    ///   - stage: where the text is.
    ///   - context: what is known about the text.
    ///   - mode: how it is looked at.
    ///   - hash: hashes values.
    public init(
        scanner: Scanner,
        policies: [GuardPolicy],
        stage: GuardStage = .output,
        context: ScanContext = ScanContext(origin: .assistant),
        mode: StreamMode,
        hash: ValueHash
    ) {
        self.scanner = scanner
        self.policies = policies.filter { $0.stages.contains(stage) }
            .map { policy in
                var policy = policy
                if mode == .audit { policy.mode = .monitor }
                return policy
            }
        self.stage = stage
        self.context = context
        self.mode = mode
        self.hash = hash
        isBuiltIn = scanner.isBuiltIn
    }

    /// Whether something is held back: then ``idle(scratch:placeholders:)`` is worth a call once nothing comes any more.
    public var isHolding: Bool { !isOver && mode == .balanced && !window.held.isEmpty }

    /// Takes a piece.
    /// - Parameters:
    ///   - bytes: UTF-8; it may end within a character.
    ///   - scratch: made by ``Scanner/makeScratch()``.
    ///   - placeholders: those of the conversation.
    /// - Returns: what can go on; after a verdict other than ``GuardVerdict/pass``, nothing.
    /// - Throws: ``PatternError``; nothing is lost then, see ``surrender()``.
    public mutating func take(
        _ bytes: some Sequence<UInt8>,
        scratch: PatternScratch?,
        placeholders: inout Placeholders
    ) throws -> GuardedPiece {
        guard !isOver else { return GuardedPiece(verdict: verdict) }
        switch mode {
        case .strict:
            whole += bytes
            return GuardedPiece()
        case .audit:
            piece.bytes += bytes
            window.append(bytes)
        case .balanced:
            window.append(bytes)
        }
        try advance(isIdle: false, scratch, &placeholders)
        return handOut()
    }

    /// Nothing has come for a while: what cannot be a part of a finding goes on, without waiting for the end of its sentence.
    /// - Throws: ``PatternError``
    public mutating func idle(
        scratch: PatternScratch?,
        placeholders: inout Placeholders
    ) throws -> GuardedPiece {
        guard !isOver else { return GuardedPiece(verdict: verdict) }
        if mode != .strict { try advance(isIdle: true, scratch, &placeholders) }
        return handOut()
    }

    /// The text is over: what is held is decided.
    /// - Throws: ``PatternError``
    public mutating func finish(
        scratch: PatternScratch?,
        placeholders: inout Placeholders
    ) throws -> GuardedPiece {
        guard !isOver else { return GuardedPiece(verdict: verdict) }
        if mode == .strict {
            let findings = try scanner.scan(whole, context: context, using: scratch)
            window.append(whole, isLast: true)
            whole = []
            carryOut(findings, characters: window.count, &placeholders)
        } else {
            window.append([], isLast: true)
            swallow()
            if window.count > 0 {
                let findings = try scan(scratch)
                carryOut(
                    clipped(findings, to: window.context.count + window.wholeBytes),
                    characters: window.count,
                    &placeholders
                )
            }
        }
        defer { isOver = true }
        return handOut()
    }

    /// Ends the text without looking at the rest of it, as a guardrail does that lets pass what it fails on.
    /// - Returns: what was held back, as it came.
    public mutating func surrender() -> [UInt8] {
        guard !isOver else { return [] }
        isOver = true
        let rest = mode == .audit ? piece.bytes : piece.bytes + window.held + whole
        piece = GuardedPiece()
        return rest
    }

    private mutating func handOut() -> GuardedPiece {
        var out = GuardedPiece()
        swap(&out, &piece)
        out.verdict = verdict
        if verdict != .pass { isOver = true }
        return out
    }

    // MARK: What can go

    private mutating func advance(
        isIdle: Bool,
        _ scratch: PatternScratch?,
        _ placeholders: inout Placeholders
    ) throws {
        swallow()
        guard window.count > 0 else { return }
        let tail = StreamTail(
            codes: window.codes,
            kinds: window.kinds,
            isField: context.fieldName != nil && window.released == 0
        )
        let past = window.past
        var (inert, settled) = tail.read(from: past)
        inert -= past
        settled -= past
        if !isBuiltIn {
            inert = 0
            settled = min(settled, max(0, window.count - Self.foreignReach))
        }
        // What reaches the end of the window now may be what keeps a label's place.
        if inert > 0, waits == 0 {
            letGo(inert)
            settled -= inert
        }
        let isWorthALook = isIdle || settled >= Self.batch || endsSentence(settled)
        if settled > waits, isWorthALook {
            try decide(settled, isForced: false, scratch, &placeholders)
        }
        while !isOver, verdict == .pass, window.count > Self.longestHold {
            try decide(window.count - Self.longestHold, isForced: true, scratch, &placeholders)
            swallow()
        }
    }

    private func endsSentence(_ characters: Int) -> Bool {
        guard characters > 0 else { return false }
        let codes = window.codes[window.past..<window.past + characters]
        return codes.contains { $0 == 0x3002 || $0 == 0x0A || $0 == 0x21 || $0 == 0x3F || $0 == 0x2E }
    }

    /// Lets characters go as they are.
    private mutating func letGo(_ characters: Int) {
        if mode != .audit { piece.bytes += window.held[..<window.bytes(of: characters)] }
        window.release(characters)
        waits = max(0, waits - characters)
    }

    // MARK: Decisions

    private func scan(_ scratch: PatternScratch?) throws -> [Finding] {
        try scanner.scan(window.context + window.held[..<window.wholeBytes], context: context, using: scratch)
            .filter { finding in
                finding.range.upperBound > window.context.count
                    // What is read backwards or by other letters is the whole text: a part of one reads as anything.
                    && (finding.encoding != .cipher || finding.range.lowerBound >= window.context.count)
                    && policies.contains { $0.action(for: finding) != .ignore }
            }
    }

    /// Looks at the window and decides about the first characters of what is held.
    private mutating func decide(
        _ characters: Int,
        isForced: Bool,
        _ scratch: PatternScratch?,
        _ placeholders: inout Placeholders
    ) throws {
        var findings = try scan(scratch)
        let start = window.context.count
        let end = start + window.wholeBytes
        var limit = start + window.bytes(of: characters)
        if isForced, let token = unfinishedToken(around: characters) { findings.append(token) }
        // No finding is parted.
        var isMoved = true
        while isMoved {
            isMoved = false
            for finding in findings
            where finding.range.lowerBound < limit && finding.range.upperBound > limit && finding.encoding != .cipher {
                if isForced || finding.range.lowerBound < start {
                    limit = finding.range.upperBound
                } else {
                    waits = window.characters(in: min(finding.range.upperBound, end) - start) - 1
                    limit = finding.range.lowerBound
                }
                isMoved = true
            }
        }
        guard limit > start else { return }
        let open = findings.last { $0.range.upperBound == end && limit == end }
        carryOut(clipped(findings, to: limit), characters: window.characters(in: limit - start), &placeholders)
        if isForced, let open, verdict == .pass, mode != .audit,
            policies.contains(where: { $0.mode == .enforce && $0.action(for: open).edits })
        {
            let isKey = open.rule == "private-key" || open.rule == "putty-private-key"
            // The key's last line may be whole already.
            let isOver = ScalarText(scalars: window.codes).has(Self.lastWord, endingAt: window.past)
            swallowing = isKey ? (isOver ? nil : .key) : .word
        }
    }

    /// The findings within what goes now, with ranges in what is held.
    private func clipped(_ findings: [Finding], to limit: Int) -> [Finding] {
        let start = window.context.count
        return findings.compactMap { finding in
            var finding = finding
            let range = finding.range.clamped(to: start..<limit)
            guard !range.isEmpty else { return nil }
            finding.range = range.lowerBound - start..<range.upperBound - start
            return finding
        }
    }

    /// Carries out what the policies say about the first characters of what is held, and lets them go.
    private mutating func carryOut(
        _ findings: [Finding],
        characters: Int,
        _ placeholders: inout Placeholders
    ) {
        var decisions = GuardDecision.decide(findings, policies, at: stage)
        var length = window.bytes(of: characters)
        if let end = decisions.first(where: { !$0.isMonitored && Self.ends($0.action) }) {
            length = end.finding.range.lowerBound
            for edit in decisions where !edit.isMonitored && edit.action.edits && edit.finding.range.upperBound > length
            {
                length = min(length, edit.finding.range.lowerBound)
            }
            decisions = decisions.filter { $0.finding.range.upperBound <= length || $0 == end }
        }
        let text = Array(window.held[..<window.bytes(of: characters)])
        let guarded = GuardedText(decisions, in: text, at: stage, placeholders: &placeholders, hash: hash)
        verdict = guarded.verdict
        if mode != .audit {
            // Edits stand in front of what ends the text, so the rest behind them is as it came.
            piece.bytes += verdict == .pass ? guarded.bytes[...] : guarded.bytes.dropLast(text.count - length)
        }
        let offset = window.released
        piece.evidence += guarded.evidence.map { evidence in
            var evidence = evidence
            evidence.offset += offset
            return evidence
        }
        for guardrail in guarded.warnings where warned.insert(guardrail).inserted { piece.warnings.append(guardrail) }
        for finding in findings where finding.type == .personName && finding.score >= 0.7 {
            window.remember(Array(text[finding.range]))
        }
        window.release(characters)
        waits = max(0, waits - characters)
    }

    private static func ends(_ action: GuardAction) -> Bool {
        switch action {
        case .block, .route, .reask: true
        default: false
        }
    }

    // MARK: Values longer than the window

    /// A JSON Web Token is known by its second dot: a word that begins like one and fills the window is one.
    private func unfinishedToken(around characters: Int) -> Finding? {
        let (codes, kinds) = (window.codes, window.kinds)
        var first = window.past + min(characters, window.count - 1)
        while first > window.past, kinds[first - 1].isToken { first -= 1 }
        guard codes.count - first >= Self.longestHold, kinds[first...].allSatisfy(\.isToken) else { return nil }
        let text = ScalarText(scalars: codes)
        // A name may stand in front without a space: token=eyJ.
        guard let start = (first..<first + 40).first(where: { text.has(Self.tokenStart, at: $0) }) else { return nil }
        let isWrapped = text.has(Self.wrapper, endingAt: start)
        let lower = window.bytes(of: max(0, start - (isWrapped ? Self.wrapper.count : 0) - window.past))
        return Finding(
            type: .secret,
            range: window.context.count + lower..<window.context.count + window.wholeBytes,
            score: 0.9,
            rule: isWrapped ? "onepassword-token" : "json-web-token"
        )
    }

    private static let tokenStart = "eyJ".scalarValues
    private static let wrapper = "ops_".scalarValues

    /// Takes out what belongs to a value of which the beginning has been taken out.
    private mutating func swallow() {
        guard let swallowing else { return }
        var end = window.past
        let kinds = window.kinds
        switch swallowing {
        case .word:
            while end < kinds.count, kinds[end].isToken { end += 1 }
            if end < kinds.count { self.swallowing = nil }
        case .key:
            let text = ScalarText(scalars: window.codes)
            while end < kinds.count {
                guard kinds[end].isToken || kinds[end] == .space || kinds[end] == .newline else {
                    self.swallowing = nil
                    break
                }
                end += 1
                if text.has(Self.lastWord, endingAt: end),
                    (text.lineStart(of: end)..<end).contains(where: { text.has(Self.lastLine, at: $0) })
                {
                    self.swallowing = nil
                    break
                }
            }
        }
        window.release(end - window.past)
    }

    private static let lastLine = "-----END ".scalarValues
    private static let lastWord = "KEY-----".scalarValues
}
