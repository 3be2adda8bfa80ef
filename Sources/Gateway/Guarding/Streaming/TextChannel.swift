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

    /// What happens to the text.
    enum Step: Hashable {
        /// So much of it has come.
        case piece(String)
        /// Nothing has come for a while.
        case idle
        /// It is over.
        case end
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

    /// Goes on with the text.
    /// - Throws: ``Guardrails/GuardFailure`` where it cannot be looked at.
    mutating func advance(_ step: Step, _ placeholders: inout Placeholders) throws(GuardFailure) -> Release {
        guard guarded != nil else { return unlooked(step) }
        let suite = pass.book.suite
        let piece: GuardedPiece?
        do {
            let scratch = try suite.borrow()
            defer { suite.giveBack(scratch) }
            // In its place: nothing of its window is copied for each piece.
            switch step {
            case .piece(let text):
                piece = try guarded?
                    .take(Array(text.utf8), scratch: scratch.scanner, placeholders: &placeholders)
            case .idle: piece = try guarded?.idle(scratch: scratch.scanner, placeholders: &placeholders)
            case .end: piece = try guarded?.finish(scratch: scratch.scanner, placeholders: &placeholders)
            }
        } catch {
            let failure = GuardFailure(guardrail: pass.outputNames, reason: "\(error)")
            guard pass.failsOpen else { throw failure }
            // What lets pass what it fails on looks at the rest of this text no more.
            let rest = guarded?.surrender() ?? []
            guarded = nil
            var released = release(GuardedPiece(bytes: rest), isLast: step == .end)
            released.failure = failure
            return released
        }
        return release(piece ?? GuardedPiece(), isLast: step == .end)
    }

    /// What goes on of a text that nothing looks at.
    private mutating func unlooked(_ step: Step) -> Release {
        switch step {
        case .piece(let text): release(GuardedPiece(bytes: Array(text.utf8)), isLast: false)
        case .idle: Release(text: "", verdict: .pass, evidence: [])
        case .end: release(GuardedPiece(), isLast: true)
        }
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
