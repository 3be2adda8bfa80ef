import Guardrails
import ModelAPI

/// One text of a streamed answer: looked at as it comes, with values put back behind that.
struct TextChannel: Sendable {
    /// What can go on.
    struct Release {
        var text: String
        var verdict: GuardVerdict
        var evidence: [GuardEvidence]
        /// What could not look, and has let pass.
        var failure: GuardFailure?
    }

    private let pass: GuardPass
    private var guarded: StreamGuard?
    private var restorer: PlaceholderRestorer?
    /// The beginning of a character whose rest has not come.
    private var part: [UInt8] = []

    init(_ pass: GuardPass) {
        self.pass = pass
        guarded = pass.makeStreamGuard()
        restorer = pass.placeholders.isEmpty ? nil : PlaceholderRestorer(pass.placeholders)
    }

    /// Whether something is held back that may go out when nothing follows.
    var isHolding: Bool { guarded?.isHolding ?? false }

    /// Takes a piece.
    /// - Throws: ``Guardrails/GuardFailure`` where it cannot be looked at.
    mutating func take(_ piece: String, _ placeholders: inout Placeholders) throws(GuardFailure) -> Release {
        guard guarded != nil else { return release(GuardedPiece(bytes: Array(piece.utf8)), isLast: false) }
        let bytes = Array(piece.utf8)
        return try step(isLast: false, &placeholders) { (guarded, scratch, placeholders) throws in
            try guarded.take(bytes, scratch: scratch.scanner, placeholders: &placeholders)
        }
    }

    /// Nothing has come for a while.
    mutating func idle(_ placeholders: inout Placeholders) throws(GuardFailure) -> Release {
        guard guarded != nil else { return Release(text: "", verdict: .pass, evidence: []) }
        return try step(isLast: false, &placeholders) { (guarded, scratch, placeholders) throws in
            try guarded.idle(scratch: scratch.scanner, placeholders: &placeholders)
        }
    }

    /// The text is over.
    mutating func finish(_ placeholders: inout Placeholders) throws(GuardFailure) -> Release {
        guard guarded != nil else { return release(GuardedPiece(), isLast: true) }
        return try step(isLast: true, &placeholders) { (guarded, scratch, placeholders) throws in
            try guarded.finish(scratch: scratch.scanner, placeholders: &placeholders)
        }
    }

    /// Gives itself to a function, where it stands.
    mutating func apply<Result>(
        _ body: (inout TextChannel) throws(GuardFailure) -> Result
    ) throws(GuardFailure) -> Result {
        try body(&self)
    }

    private mutating func step(
        isLast: Bool,
        _ placeholders: inout Placeholders,
        _ body: (inout StreamGuard, GuardScratch, inout Placeholders) throws -> GuardedPiece
    ) throws(GuardFailure) -> Release {
        let suite = pass.book.suite
        let piece: GuardedPiece
        do {
            let scratch = try suite.borrow()
            defer { suite.giveBack(scratch) }
            // In its place: nothing of its window is copied for each piece.
            let looked = try guarded?.apply { try body(&$0, scratch, &placeholders) }
            guard let looked else { return Release(text: "", verdict: .pass, evidence: []) }
            piece = looked
        } catch {
            let failure = GuardFailure(guardrail: pass.outputNames, reason: "\(error)")
            guard pass.failsOpen else { throw failure }
            // What lets pass what it fails on looks at the rest of this text no more.
            let rest = guarded?.surrender() ?? []
            guarded = nil
            var released = release(GuardedPiece(bytes: rest), isLast: isLast)
            released.failure = failure
            return released
        }
        return release(piece, isLast: isLast)
    }

    private mutating func release(_ piece: GuardedPiece, isLast: Bool) -> Release {
        var bytes = piece.bytes
        if restorer != nil, piece.verdict == .pass || !bytes.isEmpty {
            bytes = restorer?.take(bytes) ?? bytes
            if isLast { bytes += restorer?.finish() ?? [] }
        }
        if !part.isEmpty {
            bytes = part + bytes
            part = []
        }
        let whole = isLast ? bytes.count : Self.wholeCharacters(of: bytes)
        let text = String(decoding: bytes[..<whole], as: UTF8.self)
        if whole < bytes.count { part = Array(bytes[whole...]) }
        return Release(text: text, verdict: piece.verdict, evidence: piece.evidence)
    }

    /// How many bytes make whole characters.
    private static func wholeCharacters(of bytes: [UInt8]) -> Int {
        var start = bytes.count
        while start > 0, bytes.count - start < 4 {
            start -= 1
            let byte = bytes[start]
            if byte & 0xC0 == 0x80 { continue }
            let length = byte < 0x80 ? 1 : byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            return start + length <= bytes.count ? bytes.count : start
        }
        return bytes.count
    }
}

extension StreamGuard {
    /// Gives itself to a function, where it stands.
    fileprivate mutating func apply<Result>(_ body: (inout StreamGuard) throws -> Result) rethrows -> Result {
        try body(&self)
    }
}
