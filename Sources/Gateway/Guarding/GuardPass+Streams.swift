import GuardAdapters
import Guardrails
import JSONText
import Settings

/// How streamed answers are looked at.
extension GuardPass {
    /// Whether some of them may change answers, or end them.
    var mayEditAnswers: Bool {
        !placeholders.isEmpty || output.contains { book.suite.rules[$0].policy.mode == .enforce }
            || reviewers.contains { !$0.isMonitored }
    }

    /// Whether some of them look at answers as wholes by themselves.
    var checksWholeAnswers: Bool { output.contains { book.suite.rules[$0].needsWholeAnswer } }

    /// Whether streamed answers are kept until they are whole.
    var keepsAnswers: Bool {
        output.contains { place in
            let rule = book.suite.rules[place]
            guard rule.policy.mode == .enforce else { return false }
            return book.streaming[place] == .strict || rule.needsWholeAnswer && book.streaming[place] != .audit
        } || asksAbout.output.contains { isEnforced($0) && book.streaming[$0.place] == .strict }
    }

    /// Whether nothing may go out of a streamed answer for a while although the model speaks.
    var mayFallSilent: Bool { keepsAnswers || asksAbout.output.contains(where: isEnforced) }

    /// Whether calls go on where one of those fails that look at answers.
    var failsOpen: Bool { output.allSatisfy { book.suite.rules[$0].failsOpen } }

    /// The names of those that look at answers.
    var outputNames: String { output.map { book.suite.rules[$0].policy.name }.joined(separator: ", ") }

    /// What looks at one text of a streamed answer; `nil` where nothing does as it comes.
    func makeStreamGuard() -> StreamGuard? {
        let places = output.filter { !book.suite.rules[$0].needsWholeAnswer }
        let policies = places.map { place in
            var policy = book.suite.rules[place].policy
            if book.streaming[place] == .audit { policy.mode = .monitor }
            return policy
        }
        guard !policies.isEmpty else { return nil }
        return book.suite.makeStreamGuard(policies)
    }

    /// Looks at a streamed answer as a whole.
    /// - Throws: ``Guardrails/GuardFailure`` where it cannot be looked at.
    func whole(
        _ text: [UInt8],
        _ placeholders: inout Placeholders
    ) throws(GuardFailure) -> Streamed {
        try streamed(&placeholders) { (selection, placeholders) throws(GuardFailure) in
            try book.suite.inspect(wholeAnswer: text, by: selection, of: question, placeholders: &placeholders)
        }
    }

    /// What guardrails say about a part of a streamed answer.
    struct Streamed {
        /// What those say that act.
        var inspection: GuardInspection
        /// What all have found.
        var evidence: [GuardEvidence]
        /// Those that could not look and let pass.
        var failures: [GuardFailure]
    }

    /// Lets those look that act, and beside them those that only note what they find.
    private func streamed(
        _ placeholders: inout Placeholders,
        _ look: (GuardSelection, inout Placeholders) throws(GuardFailure) -> GuardInspection
    ) throws(GuardFailure) -> Streamed {
        let original = placeholders
        let inspection = try look(selection.subtracting(book.audited), &placeholders)
        var streamed = Streamed(
            inspection: inspection,
            evidence: inspection.evidence,
            failures: inspection.failures
        )
        let audited = selection.intersection(book.audited)
        guard !audited.isEmpty else { return streamed }
        do throws(GuardFailure) {
            var unused = original
            let noted = try look(audited, &unused)
            streamed.failures += noted.failures
            streamed.evidence += noted.evidence.map { line in
                var line = line
                line.isMonitored = true
                return line
            }
        } catch {
            streamed.failures.append(error)
        }
        return streamed
    }

    // MARK: - Arguments of calls

    /// The arguments of a call of a tool, looked at as a whole.
    /// - Parameter json: the arguments; what is not JSON is looked at as text.
    /// - Throws: ``Guardrails/GuardFailure`` where they cannot be looked at.
    func arguments(
        _ json: [UInt8],
        _ placeholders: inout Placeholders
    ) throws(GuardFailure) -> (bytes: [UInt8], said: Streamed) {
        let tree = try? JSONValue(parsing: json)
        let texts =
            tree.map { BodyTexts($0, of: .arguments).texts }
            ?? [GuardText(json, ScanContext(origin: .assistant), part: .arguments)]
        let said = try streamed(&placeholders) { (selection, placeholders) throws(GuardFailure) in
            try book.suite.inspect(texts, at: .output, by: selection, placeholders: &placeholders)
        }
        let edits = said.inspection.edits
        guard !edits.isEmpty else { return (json, said) }
        guard var edited = tree else { return (edits[0] ?? json, said) }
        BodyTexts.replace(edits, in: &edited, of: .arguments)
        return (edited.bytes, said)
    }

    /// The arguments of a call of a tool, with values put back.
    func restored(arguments json: [UInt8], _ placeholders: Placeholders) -> [UInt8] {
        guard !placeholders.isEmpty else { return json }
        guard var tree = try? JSONValue(parsing: json) else {
            return PlaceholderRestorer.restore(json, placeholders, form: .json)
        }
        let edits = restored([:], BodyTexts(tree, of: .arguments).texts, placeholders)
        guard !edits.isEmpty else { return json }
        BodyTexts.replace(edits, in: &tree, of: .arguments)
        return tree.bytes
    }

    // MARK: - Services

    /// The services that look at streamed answers, in the order of the configuration.
    var reviewers: [Reviewer] {
        asksAbout.output.map { external in
            let isMonitored = !isEnforced(external)
            return Reviewer(
                external: external,
                isMonitored: isMonitored,
                failsOpen: isMonitored || book.suite.rules[external.place].failsOpen
            )
        }
    }

    /// What services see of one text of a streamed answer; `nil` where none looks.
    func makeReviewedText() -> ReviewedText? {
        guard asksAboutAnswers else { return nil }
        return ReviewedText(
            keepsAnswers ? .whole : .windows,
            goesOnAtOnce: !asksAbout.output.contains(where: isEnforced)
        )
    }

    /// Whether something is done about what a service says of a streamed answer.
    private func isEnforced(_ external: ExternalGuard) -> Bool {
        book.suite.rules[external.place].policy.mode == .enforce && book.streaming[external.place] != .audit
    }

    /// Asks a service about a part of a streamed answer.
    func answer(to question: ReviewQuestion) async -> Result<AdapterVerdict, GuardFailure> {
        let texts = question.texts.map { GuardText($0, ScanContext(origin: .assistant)) }
        do throws(GuardFailure) {
            return .success(
                try await question.external.look(
                    at: self.question(question.texts, texts, at: .output),
                    client,
                    on: account.exchange.eventLoop
                )
            )
        } catch {
            return .failure(error)
        }
    }
}
