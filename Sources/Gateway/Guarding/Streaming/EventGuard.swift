import GuardAdapters
import Guardrails
import JSONText
import ModelAPI

/// Looks at the events of one streamed answer: each text as it comes, the arguments of a call when they are whole.
///
/// Events keep their order. What of a text is held back stands in front of whatever follows it.
struct EventGuard: Sendable {
    /// An open block of a choice.
    private struct Channel: Sendable {
        var text: TextChannel?
        /// Whether it is what the person reads.
        var isAnswer = false
        /// The arguments of a call, until they are whole; `nil` for other blocks.
        var arguments: [UInt8]?
    }

    private let pass: GuardPass
    private let reviewers: [Reviewer]
    private var placeholders: Placeholders
    private var channels: [Int: Channel] = [:]
    /// The choices that have begun and are not over.
    private var open: Set<Int> = []
    /// What has been found.
    private(set) var evidence: [GuardEvidence] = []
    /// What has ended the answer.
    private(set) var blocked: FindingType?
    /// What could not look, and ends the answer.
    private(set) var failure: GuardFailure?
    /// What could not look, and has let pass.
    private(set) var failures: [GuardFailure] = []
    /// The text of each choice so far, for what looks at it as a whole; `nil` where nothing does.
    private var wholes: [Int: [UInt8]]?
    /// What waits for services; nothing else goes on before they have seen it.
    private var review: StreamReview?
    /// The tokens of the answer so far, estimated.
    private(set) var tokens = 0

    /// The longest arguments of one call, in bytes.
    private static let longestArguments = 16 << 20
    /// The longest text that is looked at as a whole, in bytes.
    private static let longestWhole = 16 << 20

    init(_ pass: GuardPass) {
        self.pass = pass
        reviewers = pass.reviewers
        placeholders = pass.placeholders
        wholes = pass.checksWholeAnswers ? [:] : nil
    }

    /// What a service is to be asked before more goes on; `nil` for nothing.
    var asking: ReviewQuestion? { review?.question }

    /// Whether a text is held back that may go out when nothing follows for a while.
    var isHolding: Bool { channels.values.contains { $0.text?.isHolding ?? false } }

    /// Takes an event, unless services are asked about what stands in front of it.
    /// - Parameter out: gets what goes on.
    /// - Returns: whether it has been taken; otherwise it is to be given once more when they have answered.
    mutating func take(_ event: StreamEvent, into out: inout [StreamEvent]) -> Bool {
        guard blocked == nil, failure == nil else { return true }
        switch event {
        case .blockStart(let choice, let block):
            open.insert(choice)
            begin(block, of: choice)
            out.append(event)
        case .blockDelta(let choice, let delta):
            return take(delta, of: choice, event, into: &out)
        case .blockStop(let choice):
            guard flush(choice, into: &out) else { return false }
            channels[choice] = nil
            append(event, to: &out)
        case .finish(let choice, _):
            check(choice)
            if blocked == nil { open.remove(choice) }
            append(event, to: &out)
        case .start, .usage, .unmapped, .end, .failure:
            out.append(event)
        }
        return true
    }

    /// Nothing has come for a while.
    mutating func idle(into out: inout [StreamEvent]) {
        for choice in channels.keys.sorted() {
            guard let released = release(choice, .idle) else { continue }
            append(released, of: choice, to: &out)
        }
        show(.inSilence)
    }

    /// Nothing more can be had without waiting.
    mutating func pause() {
        if !reviewers.isEmpty { show(.afterwards) }
    }

    /// The service that was to be asked has been.
    /// - Parameter out: gets what goes on.
    mutating func told(_ answer: Result<AdapterVerdict, GuardFailure>, into out: inout [StreamEvent]) {
        guard var current = review, let reviewer = current.reviewer else { return }
        review = nil
        switch answer {
        case .failure(let reason):
            guard reviewer.failsOpen else {
                failure = reason
                return
            }
            failures.append(reason)
            current.skip()
        case .success(let said):
            let outcome = current.take(said, pass.book.suite, &placeholders)
            evidence += outcome.evidence
            switch outcome.verdict {
            case .block(let type, _): blocked = type
            // A stream has begun: nobody can be asked once more.
            case .reask: blocked = outcome.evidence.first { $0.action == .reask }?.type
            case .pass, .route: break
            }
            guard blocked == nil else { return }
        }
        guard current.reviewer == nil else {
            review = current
            return
        }
        switch current.subject {
        case .window(let window):
            append(channels[current.choice]?.text?.close(window) ?? "", of: current.choice, to: &out)
        case .arguments(let arguments):
            append(arguments: arguments.json, of: current.choice, to: &out)
        }
    }

    /// The events that end a blocked answer in the caller's dialect: as a provider's own filter would.
    /// - Parameter isAllKept: whether no event has gone out but the first.
    mutating func ending(_ usage: Usage?, isAllKept: Bool, into out: inout [StreamEvent]) {
        if !isAllKept {
            for choice in channels.keys.sorted() { out.append(.blockStop(choice: choice)) }
        }
        let choices = isAllKept || open.isEmpty ? [0] : open.sorted()
        for choice in choices { out.append(.finish(choice: choice, .contentFilter("guardrail_blocked"))) }
        if let usage { out.append(.usage(usage)) }
        out.append(.end)
        channels = [:]
        open = []
    }

    // MARK: - Blocks

    private mutating func begin(_ block: StreamBlock, of choice: Int) {
        switch block {
        case .text, .refusal: channels[choice] = Channel(text: TextChannel(pass), isAnswer: true)
        case .thinking: channels[choice] = Channel(text: TextChannel(pass))
        case .toolCall: channels[choice] = Channel(arguments: [])
        case .redactedThinking, .image, .foreign: channels[choice] = Channel()
        }
    }

    private mutating func take(
        _ delta: StreamDelta,
        of choice: Int,
        _ event: StreamEvent,
        into out: inout [StreamEvent]
    ) -> Bool {
        switch delta {
        case .text(let text):
            tokens += TokenEstimate.tokens(in: text)
            guard channels[choice]?.text != nil else {
                out.append(event)
                return true
            }
            if channels[choice]?.isAnswer == true { keep(text, of: choice) }
            append(release(choice, .piece(text)) ?? "", of: choice, to: &out)
            if !reviewers.isEmpty { show(.atOnce, of: choice) }
        case .arguments(let text):
            tokens += TokenEstimate.tokens(in: text)
            guard channels[choice]?.arguments != nil else {
                out.append(event)
                return true
            }
            channels[choice]?.arguments?.append(contentsOf: text.utf8)
            if channels[choice]?.arguments?.count ?? 0 > Self.longestArguments {
                failure = GuardFailure(guardrail: "", reason: "the arguments of a call are too long")
            }
        case .signature:
            // It stands for all that came before it.
            guard flush(choice, into: &out) else { return false }
            append(event, to: &out)
        case .logprobs:
            // The probabilities of tokens spell the text that they belong to.
            if !pass.mayEditAnswers { out.append(event) }
        }
        return true
    }

    private mutating func keep(_ text: String, of choice: Int) {
        guard wholes != nil else { return }
        wholes?[choice, default: []].append(contentsOf: text.utf8)
        if wholes?[choice]?.count ?? 0 > Self.longestWhole {
            failure = GuardFailure(guardrail: pass.outputNames, reason: "the answer is too long to be looked at whole")
        }
    }

    /// Looks at a choice that is whole.
    private mutating func check(_ choice: Int) {
        guard let text = wholes?[choice] else { return }
        wholes?[choice] = nil
        do throws(GuardFailure) {
            let said = try pass.whole(text, &placeholders)
            failures += said.failures
            evidence += said.evidence
            let inspection = said.inspection
            switch inspection.verdict {
            case .block(let type, _): blocked = type
            // A stream has begun: nobody can be asked once more.
            case .reask: blocked = inspection.evidence.first { $0.action == .reask }?.type
            // What it would have taken out may have gone out.
            case .pass where !inspection.edits.isEmpty: blocked = inspection.evidence.first { $0.action.edits }?.type
            case .pass, .route: break
            }
        } catch {
            failure = error
        }
    }

    /// Lets go of all that is held back of a block that is over.
    /// - Returns: whether nothing of it waits for services.
    private mutating func flush(_ choice: Int, into out: inout [StreamEvent]) -> Bool {
        if let arguments = channels[choice]?.arguments {
            channels[choice]?.arguments = []
            guard !arguments.isEmpty, let checked = check(arguments) else { return true }
            let reviewed = reviewers.isEmpty ? nil : ReviewedArguments(checked)
            guard let reviewed, reviewed.texts.contains(where: { !$0.isEmpty }) else {
                append(arguments: checked, of: choice, to: &out)
                return true
            }
            review = StreamReview(of: .arguments(reviewed), in: choice, by: reviewers)
            return false
        }
        guard channels[choice]?.text != nil else { return true }
        append(release(choice, .end) ?? "", of: choice, to: &out)
        show(.atOnce, of: choice)
        return review == nil
    }

    /// Shows services what waits for them, of the first choice that has something.
    private mutating func show(_ moment: TextChannel.Moment) {
        for choice in channels.keys.sorted() where review == nil { show(moment, of: choice) }
    }

    private mutating func show(_ moment: TextChannel.Moment, of choice: Int) {
        guard blocked == nil, failure == nil, let window = channels[choice]?.text?.window(moment) else { return }
        review = StreamReview(of: .window(window), in: choice, by: reviewers)
    }

    private mutating func release(_ choice: Int, _ step: TextChannel.Step) -> String? {
        // In its place: nothing of its window is copied for each piece.
        guard let index = channels.index(forKey: choice) else { return nil }
        do throws(GuardFailure) {
            guard let release = try channels.values[index].text?.advance(step, &placeholders) else { return nil }
            evidence += release.evidence
            if let failure = release.failure { failures.append(failure) }
            if case .block(let type, _) = release.verdict { blocked = type }
            return release.text
        } catch {
            failure = error
            return nil
        }
    }

    /// The arguments of a call, looked at as a whole.
    private mutating func check(_ arguments: [UInt8]) -> [UInt8]? {
        do throws(GuardFailure) {
            let checked = try pass.arguments(arguments, &placeholders)
            failures += checked.said.failures
            evidence += checked.said.evidence
            if case .block(let type, _) = checked.said.inspection.verdict {
                blocked = type
                return nil
            }
            return checked.bytes
        } catch {
            failure = error
            return nil
        }
    }

    private mutating func append(arguments: [UInt8], of choice: Int, to out: inout [StreamEvent]) {
        let restored = pass.restored(arguments: arguments, placeholders)
        out.append(.blockDelta(choice: choice, .arguments(String(decoding: restored, as: UTF8.self))))
    }

    private mutating func append(_ text: String, of choice: Int, to out: inout [StreamEvent]) {
        if !text.isEmpty { out.append(.blockDelta(choice: choice, .text(text))) }
    }

    /// Behind what ended the answer nothing goes on.
    private func append(_ event: StreamEvent, to out: inout [StreamEvent]) {
        if blocked == nil, failure == nil { out.append(event) }
    }
}
