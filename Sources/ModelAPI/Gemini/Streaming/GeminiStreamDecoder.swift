import JSONText

/// Reads a provider's stream of chunks, each a partial answer.
///
/// There is no terminal event: an answer is whole when every candidate seen has a `finishReason` (or the prompt was refused) and
/// the bytes end. A part with a signature is a block of its own, since the signature must come back on just that part.
struct GeminiStreamDecoder: StreamDecoder {
    /// The most candidates of one answer.
    static let mostChoices = 128

    private enum Block {
        case text
        case thinking
        case toolCall
    }

    /// A call whose arguments arrive in fragments. It becomes a block when it is complete: its signature may come late.
    private struct PendingCall {
        var call: GeminiPart.Call
        var assembler = GeminiArgumentAssembler()
    }

    private struct ChoiceState {
        var open: Block?
        var pending: PendingCall?
        var calls = 0
        /// How many parts have come.
        var parts = 0
        var isFinished = false
        var members = MemberFilter(GeminiMembers.candidate)
    }

    /// What one chunk means cannot be told.
    private struct Malformed: Error {
        var error = APIError(.upstreamError, "The provider sent an event that makes no sense.")
    }

    private(set) var refusal: APIError?
    private var choices: [Int: ChoiceState] = [:]
    private var responseID = ""
    private var usage: Usage?
    /// What the usage was read from.
    private var usageMetadata: JSONValue?
    private var isStarted = false
    private var isDone = false
    private var members = MemberFilter(GeminiMembers.answer)
    private var contentMembers = MemberFilter(GeminiMembers.content)

    mutating func decode(_ event: SSEEvent, into output: inout [StreamEvent]) {
        // An imitator's habit from another dialect.
        guard !isDone, !event.data.isEmpty, !event.data.elementsEqual("[DONE]".utf8) else { return }
        do {
            let value = try JSONValue(parsing: event.data)
            if case .array(let chunks) = value {
                for chunk in chunks where !isDone { try take(chunk, into: &output) }
            } else {
                try take(value, into: &output)
            }
        } catch {
            fail((error as? Malformed ?? Malformed()).error, into: &output)
        }
    }

    mutating func finish(into output: inout [StreamEvent]) {
        guard !isDone else { return }
        guard !choices.isEmpty, choices.values.allSatisfy(\.isFinished) else {
            fail(APIError(.upstreamError, "The provider's answer ended before it was complete."), into: &output)
            return
        }
        isDone = true
        // Counted anew from chunk to chunk: only the last ones are of interest.
        keep(GeminiMembers.others(inUsage: usageMetadata), into: &output)
        output.append(.end)
    }

    private mutating func fail(_ error: APIError, into output: inout [StreamEvent]) {
        isDone = true
        for (choice, state) in choices.sorted(by: { $0.key < $1.key }) where state.open != nil {
            output.append(.blockStop(choice: choice))
        }
        output.append(.failure(error))
    }

    // MARK: - Chunks

    private mutating func take(_ chunk: JSONValue, into output: inout [StreamEvent]) throws {
        guard case .object(let object) = chunk else { throw Malformed() }
        if let error = chunk["error"], !error.isNull {
            fail(GeminiErrorReader.read(error), into: &output)
            return
        }
        if !isStarted {
            // A kind of event not known here does not say which answer this is.
            guard Self.opening.contains(where: { chunk[$0] != nil }) else { return }
            start(chunk, into: &output)
        }
        if let candidates = chunk["candidates"], !candidates.isNull {
            guard case .array(let candidates) = candidates else { throw Malformed() }
            for candidate in candidates { try takeCandidate(candidate, into: &output) }
        }
        let feedback = chunk["promptFeedback"]
        if let reason = feedback?["blockReason"]?.string {
            if choices.isEmpty { refusal = GeminiErrorReader.refusal(feedback) }
            let waiting = choices.isEmpty ? [0] : choices.keys.filter { choices[$0]?.isFinished == false }.sorted()
            for choice in waiting { finish(choice, .contentFilter(reason), into: &output) }
        }
        for member in members.others(in: object) { keep(member.name, member.value, into: &output) }
        if let feedback {
            keep(GeminiMembers.others(inFeedback: feedback, isReason: true), into: &output)
        }
        if let counts = chunk["usageMetadata"].flatMap(GeminiUsage.read), counts != usage {
            usage = counts
            output.append(.usage(counts))
            usageMetadata = chunk["usageMetadata"]
        }
    }

    private func keep(_ path: String, _ value: JSONValue, isFragment: Bool = false, into output: inout [StreamEvent]) {
        output.append(.unmapped(StreamField(path, value, isFragment: isFragment)))
    }

    private func keep(_ fields: [ChatResponse.UnmappedField], into output: inout [StreamEvent]) {
        for field in fields { keep(field.path, field.value, into: &output) }
    }

    /// The members by which a chunk of an answer is told.
    private static let opening = ["candidates", "promptFeedback", "usageMetadata", "responseId", "modelVersion"]

    private mutating func start(_ chunk: JSONValue, into output: inout [StreamEvent]) {
        isStarted = true
        responseID = chunk["responseId"]?.string ?? ""
        var start = StreamStart(id: responseID, model: chunk["modelVersion"]?.string ?? "", source: .gemini)
        start.created = chunk["createTime"]?.string.flatMap(GeminiTime.seconds)
        output.append(.start(start))
    }

    private mutating func takeCandidate(_ candidate: JSONValue, into output: inout [StreamEvent]) throws {
        guard case .object(let object) = candidate else { throw Malformed() }
        let choice = candidate["index"]?.int ?? 0
        guard (0..<Self.mostChoices).contains(choice) else { throw Malformed() }
        // Behind the finish of its choice nothing can be said any more.
        guard choices[choice, default: ChoiceState()].isFinished == false else {
            keep(
                AnswerMembers.others(in: candidate, than: GeminiMembers.candidate, at: "candidates[\(choice)]"),
                into: &output
            )
            return
        }
        var state = choices[choice] ?? ChoiceState()
        // Whatever happens, blocks that were opened are known to be open.
        defer { choices[choice] = state }
        let content = candidate["content"]
        for part in content?["parts"]?.array ?? [] {
            let position = state.parts
            state.parts += 1
            var unmapped: [ChatResponse.UnmappedField] = []
            let read = try GeminiPart.read(
                answer: part,
                at: "candidates[\(choice)].content.parts[\(position)]",
                &unmapped
            )
            try take(read, of: choice, &state, into: &output)
            keep(unmapped, into: &output)
        }
        for member in state.members.others(in: object) {
            // Citations come where what they belong to ends; what else there is counts anew from chunk to chunk.
            let isFragment = member.name == "citationMetadata"
            keep("candidates[\(choice)].\(member.name)", member.value, isFragment: isFragment, into: &output)
        }
        if case .object(let content)? = content {
            for member in contentMembers.others(in: content) {
                keep("candidates[\(choice)].content.\(member.name)", member.value, into: &output)
            }
        }
        if let logprobs = candidate["logprobsResult"].flatMap(GeminiLogprobs.read) {
            if state.open == nil { open(.text, of: choice, &state, into: &output) }
            output.append(.blockDelta(choice: choice, .logprobs(logprobs)))
        }
        if let word = candidate["finishReason"]?.string {
            var reason = GeminiFinishReason.read(word, hasCalls: state.calls > 0)
            if state.pending != nil, !reason.cutsShort { throw Malformed(error: CallArguments.broken) }
            settle(choice, &state, into: &output)
            reason = GeminiFinishReason.read(word, hasCalls: state.calls > 0)
            state.isFinished = true
            output.append(.finish(choice: choice, reason))
        }
    }

    private mutating func finish(_ choice: Int, _ reason: StopReason, into output: inout [StreamEvent]) {
        var state = choices[choice] ?? ChoiceState()
        settle(choice, &state, into: &output)
        state.isFinished = true
        choices[choice] = state
        output.append(.finish(choice: choice, reason))
    }

    // MARK: - Parts

    private func take(
        _ part: GeminiPart,
        of choice: Int,
        _ state: inout ChoiceState,
        into output: inout [StreamEvent]
    ) throws {
        switch part {
        case .text(let text, let isThought, let signature):
            if text.isEmpty, signature == nil { return }
            try Self.refusePending(state)
            let block: Block = isThought ? .thinking : .text
            if state.open != block || signature != nil { open(block, of: choice, &state, into: &output) }
            if !text.isEmpty { output.append(.blockDelta(choice: choice, .text(text))) }
            if let signature {
                output.append(.blockDelta(choice: choice, .signature(signature)))
                close(choice, &state, into: &output)
            }
        case .call(let call):
            try take(call, of: choice, &state, into: &output)
        case .foreign(let foreign):
            try Self.refusePending(state)
            append(foreign, of: choice, &state, into: &output)
        case .media(.image(let image)):
            try Self.refusePending(state)
            settle(choice, &state, into: &output)
            output.append(.blockStart(choice: choice, .image(image)))
            output.append(.blockStop(choice: choice))
        case .media, .result:
            throw Malformed()
        case .empty:
            return
        }
    }

    private func append(
        _ foreign: ForeignPart,
        of choice: Int,
        _ state: inout ChoiceState,
        into output: inout [StreamEvent]
    ) {
        settle(choice, &state, into: &output)
        output.append(.blockStart(choice: choice, .foreign(foreign)))
        output.append(.blockStop(choice: choice))
    }

    private func take(
        _ call: GeminiPart.Call,
        of choice: Int,
        _ state: inout ChoiceState,
        into output: inout [StreamEvent]
    ) throws {
        if call.name != nil {
            try Self.refusePending(state)
            if !call.willContinue, call.partialArgs.isEmpty {
                append(call, arguments: call.arguments, of: choice, &state, into: &output)
                return
            }
            state.pending = PendingCall(call: call)
        }
        guard var pending = state.pending else { throw Malformed() }
        // Out of the state first, so that the arguments grow in place.
        state.pending = nil
        pending.call.id = pending.call.id ?? call.id
        pending.call.signature = pending.call.signature ?? call.signature
        if let args = call.args, !pending.assembler.take(args) { throw Malformed() }
        for fragment in call.partialArgs {
            guard pending.assembler.take(fragment) else { throw Malformed() }
        }
        state.pending = pending
        if !call.willContinue { settlePending(choice, &state, into: &output) }
    }

    /// Something else in the middle of a call's fragments: the provider has lost the rest of them.
    private static func refusePending(_ state: ChoiceState) throws {
        if state.pending != nil { throw Malformed(error: CallArguments.broken) }
    }

    /// Writes the call whose fragments have all come.
    private func settlePending(
        _ choice: Int,
        _ state: inout ChoiceState,
        into output: inout [StreamEvent]
    ) {
        guard let pending = state.pending else { return }
        state.pending = nil
        append(pending.call, arguments: pending.assembler.text, of: choice, &state, into: &output)
    }

    private func append(
        _ call: GeminiPart.Call,
        arguments: String,
        of choice: Int,
        _ state: inout ChoiceState,
        into output: inout [StreamEvent]
    ) {
        close(choice, &state, into: &output)
        let id = call.id ?? GeminiCallID.mint(call: state.calls, choice: choice, responseID: responseID)
        state.calls += 1
        state.open = .toolCall
        let block = StreamBlock.toolCall(id: id, name: call.name ?? "", signature: call.signature)
        output.append(.blockStart(choice: choice, block))
        output.append(.blockDelta(choice: choice, .arguments(arguments)))
    }

    // MARK: - Blocks

    /// Completes what is open of a choice.
    private func settle(_ choice: Int, _ state: inout ChoiceState, into output: inout [StreamEvent]) {
        settlePending(choice, &state, into: &output)
        close(choice, &state, into: &output)
    }

    private func close(_ choice: Int, _ state: inout ChoiceState, into output: inout [StreamEvent]) {
        guard state.open != nil else { return }
        state.open = nil
        output.append(.blockStop(choice: choice))
    }

    private func open(
        _ block: Block,
        of choice: Int,
        _ state: inout ChoiceState,
        into output: inout [StreamEvent]
    ) {
        close(choice, &state, into: &output)
        state.open = block
        output.append(.blockStart(choice: choice, block == .thinking ? .thinking : .text))
    }
}
