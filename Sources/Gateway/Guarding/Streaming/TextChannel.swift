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
    /// What services see before it goes on; `nil` where none looks.
    private var reviewed: ReviewedText?
    private var restorer: PlaceholderRestorer?
    /// Whether nothing more comes.
    private var isOver = false
    /// The beginning of a character whose rest has not come.
    private var part: [UInt8] = []

    init(_ pass: GuardPass) {
        self.pass = pass
        guarded = pass.makeStreamGuard()
        reviewed = pass.makeReviewedText()
        restorer = pass.placeholders.isEmpty ? nil : PlaceholderRestorer(pass.placeholders)
    }

    /// Whether something is held back that may go out when nothing follows.
    var isHolding: Bool { guarded?.isHolding ?? false || reviewed?.isDueInSilence ?? false }

    // MARK: - Services

    /// When services are shown what waits for them.
    enum Moment {
        /// Before anything else is done.
        case atOnce
        /// When nothing more can be had without waiting.
        case afterwards
        /// Nothing has come for a while.
        case inSilence
    }

    /// What services are to be shown now; `nil` for nothing.
    func window(_ moment: Moment) -> ReviewWindow? {
        guard let reviewed else { return nil }
        let isDue =
            switch moment {
            case .atOnce: reviewed.isFull || reviewed.isOver && reviewed.isDue
            case .afterwards: reviewed.isDue
            case .inSilence: reviewed.isDue || reviewed.isDueInSilence
            }
        return isDue ? reviewed.window() : nil
    }

    /// Services have seen what they were shown.
    /// - Returns: what goes on of it.
    mutating func close(_ window: ReviewWindow) -> String {
        restored(reviewed?.close(window) ?? [])
    }

    // MARK: - Steps

    /// Goes on with the text.
    /// - Throws: ``Guardrails/GuardFailure`` where it cannot be looked at.
    mutating func advance(_ step: Step, _ placeholders: inout Placeholders) throws(GuardFailure) -> Release {
        if case .piece = step { isOver = false }
        guard !isOver else { return Release(text: "", verdict: .pass, evidence: []) }
        isOver = step == .end
        if isOver { reviewed?.end() }
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
            var released = release(GuardedPiece(bytes: rest))
            released.failure = failure
            return released
        }
        return release(piece ?? GuardedPiece())
    }

    /// What goes on of a text that nothing looks at.
    private mutating func unlooked(_ step: Step) -> Release {
        switch step {
        case .piece(let text): release(GuardedPiece(bytes: Array(text.utf8)))
        case .idle: Release(text: "", verdict: .pass, evidence: [])
        case .end: release(GuardedPiece())
        }
    }

    private mutating func release(_ piece: GuardedPiece) -> Release {
        var text = ""
        if piece.verdict == .pass || !piece.bytes.isEmpty {
            reviewed?.append(piece.bytes)
            text = restored(reviewed?.goesOnAtOnce ?? true ? piece.bytes : [])
        }
        return Release(text: text, verdict: piece.verdict, evidence: piece.evidence)
    }

    /// What goes on, with values put back.
    private mutating func restored(_ piece: [UInt8]) -> String {
        let isLast = isOver && (reviewed?.goesOnAtOnce ?? true || reviewed?.isDue == false)
        var bytes = piece
        if restorer != nil {
            bytes = restorer?.take(bytes) ?? bytes
            if isLast { bytes += restorer?.finish() ?? [] }
        }
        if !part.isEmpty {
            bytes = part + bytes
            part = []
        }
        let whole = isLast ? bytes.count : bytes.wholeCharacters
        let text = String(decoding: bytes[..<whole], as: UTF8.self)
        if whole < bytes.count { part = Array(bytes[whole...]) }
        return text
    }
}
