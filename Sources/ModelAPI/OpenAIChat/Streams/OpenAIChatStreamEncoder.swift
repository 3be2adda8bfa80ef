import JSONText

/// Writes a streamed Chat Completions answer.
///
/// A usage chunk comes exactly where the caller asked for one (`stream_options.include_usage`): then every chunk before it has
/// `"usage":null`. Log probabilities stand in a chunk of their own behind the text they belong to. What has no place in chunks
/// goes, where the caller asked for it, on the usage chunk, without one on the last chunk with a reason, which waits for it.
struct OpenAIChatStreamEncoder: StreamEncoder {
    /// What is known of one choice.
    private struct Choice {
        var block: StreamBlock?
        /// The open thought: its text and seal, for `thinking_blocks` when it is complete.
        var thinking = Thinking("")
        var hasArguments = false
        var calls = 0
        var thinkingBlocks = 0
        var images = 0
        var hasRefusal = false
    }

    private let request: ChatRequest
    private let includesUsage: Bool
    /// What has been said, for an estimate where the provider does not count.
    private var said = TokenEstimate.Counter()
    /// Everything of a chunk in front of `choices`.
    private var head: [UInt8] = []
    private var choices: [Int: Choice] = [:]
    private var usage: Usage?
    private var names = AnswerNames(source: .openAIChat)
    /// What has no place in chunks; `nil` where the caller did not ask for it.
    private var extras: StreamExtras?
    /// The last choice's reason while it waits for the end.
    private var heldFinish: (choice: Int, word: String)?

    /// Creates a writer.
    /// - Parameter request: what was asked; `includeUsage` and `includesExtras` count.
    init(for request: ChatRequest) {
        self.request = request
        includesUsage = request.includeUsage
        extras = request.includesExtras ? StreamExtras() : nil
    }

    mutating func encode(_ event: StreamEvent, into output: inout [UInt8]) {
        switch event {
        case .start(let start):
            head = Self.head(start)
            names = AnswerNames(source: start.source)
        case .blockStart(let index, let block):
            begin(block, of: index, into: &output)
        case .blockDelta(let index, let delta):
            encode(delta, of: index, into: &output)
        case .blockStop(let index):
            stop(index, into: &output)
        case .finish(let index, let reason):
            let choice = introduced(index, content: "", into: &output)
            let word = OpenAIChatStop.write(
                reason,
                hasCalls: choice.calls > 0,
                hasRefusal: choice.hasRefusal,
                isLegacy: request.usesLegacyFunctions
            )
            if !choice.hasRefusal, case .refusal(let explanation?) = reason {
                write(choice: index, into: &output) { $0.writeMember("refusal", string: explanation) }
            }
            if OpenAIChatStop.losesDetail(of: reason) { extras?.add(names.stop(reason, of: index)) }
            finish(index, word, into: &output)
        case .usage(let usage):
            self.usage = usage
        case .unmapped(let field):
            extras?.add(field)
        case .end:
            end(into: &output)
        case .failure(let error):
            releaseFinish(into: &output)
            OpenAIChatErrorWriter.writeEvent(of: error, into: &output)
        }
    }

    // MARK: - Endings

    private mutating func finish(_ index: Int, _ word: String, into output: inout [UInt8]) {
        releaseFinish(into: &output)
        if extras != nil, !includesUsage {
            heldFinish = (index, word)
        } else {
            write(choice: index, finish: word, into: &output) { _ in }
        }
    }

    /// The usage where the provider does not say: callers who asked for the chunk wait for it, and for numbers.
    private var estimate: Usage {
        var usage = Usage()
        usage.input = TokenEstimate.tokens(of: request)
        usage.output = said.tokens
        usage.isEstimated = true
        return usage
    }

    private mutating func releaseFinish(_ ours: JSONObject = [:], into output: inout [UInt8]) {
        guard let (index, word) = heldFinish else { return }
        heldFinish = nil
        write(choice: index, finish: word, ours: ours, into: &output) { _ in }
    }

    private mutating func end(into output: inout [UInt8]) {
        for field in names.counts(of: usage, cacheTimes: true) { extras?.add(field) }
        var ours = JSONObject()
        if let gathered = extras?.value { ours.append("extras", gathered) }
        releaseFinish(ours, into: &output)
        if includesUsage {
            if usage == nil { ours.append("estimated", true) }
            write(usage ?? estimate, ours, into: &output)
        }
        output.append(contentsOf: "data: [DONE]\n\n".utf8)
    }

    // MARK: - Blocks

    private mutating func begin(_ block: StreamBlock, of index: Int, into output: inout [UInt8]) {
        let isCall = if case .toolCall = block { true } else { false }
        var choice = introduced(index, content: isCall ? nil : "", into: &output)
        choice.block = block
        switch block {
        case .text:
            break
        case .foreign(let part):
            extras?.add(ChatResponse.UnmappedField(part.path ?? part.type, part.value))
        case .image(let media):
            if let image = OpenAIChatImages.write(media, index: choice.images) {
                choice.images += 1
                write(choice: index, into: &output) { $0.writeMember("images", value: [image]) }
            } else {
                extras?.add(ChatResponse.UnmappedField(media))
            }
        case .thinking:
            choice.thinking = Thinking("")
        case .redactedThinking(let token):
            writeThinkingBlock(OpenAIChatThoughts.block(redacted: token), of: index, &choice, into: &output)
        case .refusal:
            choice.hasRefusal = true
        case .toolCall(let id, let name, let signature):
            choice.hasArguments = false
            if includesUsage { said.take(name) }
            if request.usesLegacyFunctions {
                beginFunctionCall(name, signature, number: choice.calls, of: index, into: &output)
                choice.calls += 1
                break
            }
            var call: JSONObject = [
                "index": JSONValue(choice.calls),
                "id": .string(id),
                "type": "function",
                "function": ["name": .string(name), "arguments": ""],
            ]
            call["extra_content"] = signature.map(OpenAIChatThoughts.extraContent)
            choice.calls += 1
            write(choice: index, into: &output) { $0.writeMember("tool_calls", value: [.object(call)]) }
        }
        choices[index] = choice
    }

    private mutating func encode(_ delta: StreamDelta, of index: Int, into output: inout [UInt8]) {
        switch delta {
        case .text(let text):
            // Only where nothing has been counted yet: most providers say what they count, some of them at once.
            if includesUsage, usage == nil { said.take(text) }
            switch choices[index]?.block {
            case .thinking:
                choices[index]?.thinking.text += text
                write(choice: index, into: &output) { $0.writeMember("reasoning_content", string: text) }
            case .refusal:
                write(choice: index, into: &output) { $0.writeMember("refusal", string: text) }
            default:
                write(choice: index, into: &output) { $0.writeMember("content", string: text) }
            }
        case .arguments(let text):
            choices[index]?.hasArguments = true
            if includesUsage, usage == nil { said.take(text) }
            writeArguments(text, of: index, into: &output)
        case .signature(let token):
            if case .thinking = choices[index]?.block {
                choices[index]?.thinking.signature = token
            } else {
                let value = OpenAIChatThoughts.extraContent(token)
                write(choice: index, into: &output) { $0.writeMember("extra_content", value: value) }
            }
        case .logprobs(let logprobs):
            write(choice: index, logprobs: logprobs, into: &output) { $0.writeMember("content", string: "") }
        }
    }

    private mutating func stop(_ index: Int, into output: inout [UInt8]) {
        guard var choice = choices[index] else { return }
        switch choice.block {
        case .thinking where choice.thinking.signature != nil:
            writeThinkingBlock(OpenAIChatThoughts.block(choice.thinking), of: index, &choice, into: &output)
        case .toolCall where !choice.hasArguments:
            writeArguments("{}", of: index, into: &output)
        default:
            break
        }
        choice.block = nil
        choice.thinking = Thinking("")
        choices[index] = choice
    }

    /// Writes a complete block of `thinking_blocks`; with an index, without which official clients cannot put lists together.
    private func writeThinkingBlock(
        _ block: JSONObject,
        of index: Int,
        _ choice: inout Choice,
        into output: inout [UInt8]
    ) {
        var numbered: JSONObject = ["index": JSONValue(choice.thinkingBlocks)]
        for member in block { numbered.append(member.name, member.value) }
        choice.thinkingBlocks += 1
        write(choice: index, into: &output) { $0.writeMember("thinking_blocks", value: [.object(numbered)]) }
    }

    private mutating func writeArguments(_ text: String, of index: Int, into output: inout [UInt8]) {
        let number = max(0, (choices[index]?.calls ?? 1) - 1)
        if request.usesLegacyFunctions {
            writeFunctionArguments(text, number: number, of: index, into: &output)
            return
        }
        write(choice: index, into: &output) { writer in
            writer.write(raw: #""tool_calls":[{"index":"#)
            writer.write(raw: String(number).utf8)
            writer.write(raw: #","function":{"arguments":"#)
            writer.write(string: text)
            writer.write(raw: "}}]")
        }
    }

    // MARK: - The deprecated form of calls

    /// Begins `function_call`, which has room for one call; others have no place.
    private mutating func beginFunctionCall(
        _ name: String,
        _ signature: OpaqueToken?,
        number: Int,
        of index: Int,
        into output: inout [UInt8]
    ) {
        guard number == 0 else {
            extras?.add(StreamField(names.call(number, of: index), ["name": .string(name)], isFragment: true))
            return
        }
        var call: JSONObject = ["name": .string(name), "arguments": ""]
        call["extra_content"] = signature.map(OpenAIChatThoughts.extraContent)
        write(choice: index, into: &output) { $0.writeMember("function_call", value: .object(call)) }
    }

    private mutating func writeFunctionArguments(
        _ text: String,
        number: Int,
        of index: Int,
        into output: inout [UInt8]
    ) {
        guard number == 0 else {
            let piece: JSONValue = ["arguments": .string(text)]
            extras?.add(StreamField(names.call(number, of: index), piece, isFragment: true))
            return
        }
        write(choice: index, into: &output) {
            $0.writeMember("function_call", value: ["arguments": .string(text)])
        }
    }

    /// The state of a choice; one that speaks for the first time says its role first.
    private mutating func introduced(_ index: Int, content: String?, into output: inout [UInt8]) -> Choice {
        if let choice = choices[index] { return choice }
        choices[index] = Choice()
        write(choice: index, into: &output) { writer in
            writer.write(raw: #""role":"assistant","content":"#)
            writer.write(content.map(JSONValue.string) ?? .null)
            writer.write(raw: #","refusal":null"#)
        }
        return Choice()
    }

    // MARK: - Chunks

    private static func head(_ start: StreamStart) -> [UInt8] {
        var writer = JSONWriter()
        writer.write(raw: #"data: {"id":"#)
        writer.write(string: OpenAIChatID.answer(start.id))
        writer.write(raw: #","object":"chat.completion.chunk","created":"#)
        writer.write(raw: String(start.created ?? 0).utf8)
        writer.write(raw: #","model":"#)
        writer.write(string: start.model)
        if let tier = start.serviceTier {
            writer.write(raw: #","service_tier":"#)
            writer.write(string: tier)
        }
        if let fingerprint = start.systemFingerprint {
            writer.write(raw: #","system_fingerprint":"#)
            writer.write(string: fingerprint)
        }
        return writer.bytes
    }

    private func write(
        choice index: Int,
        logprobs: JSONValue? = nil,
        finish: String? = nil,
        ours: JSONObject = [:],
        into output: inout [UInt8],
        delta: (inout JSONWriter) -> Void
    ) {
        var writer = JSONWriter(capacity: head.count + 256)
        writer.write(raw: head)
        writer.write(raw: #","choices":[{"index":"#)
        writer.write(raw: String(index).utf8)
        writer.write(raw: #","delta":{"#)
        delta(&writer)
        writer.write(raw: #"},"logprobs":"#)
        writer.write(logprobs ?? .null)
        writer.write(raw: #","finish_reason":"#)
        if let finish { writer.write(string: finish) } else { writer.write(raw: "null") }
        writer.write(raw: includesUsage ? "}],\"usage\":null" : "}]")
        Self.end(&writer, ours)
        output.append(contentsOf: writer.bytes)
    }

    private func write(_ usage: Usage, _ ours: JSONObject, into output: inout [UInt8]) {
        var writer = JSONWriter(capacity: head.count + 512)
        writer.write(raw: head)
        writer.write(raw: #","choices":[],"usage":"#)
        writer.write(OpenAIChatUsage.write(usage))
        Self.end(&writer, ours)
        output.append(contentsOf: writer.bytes)
    }

    /// Ends a chunk, with the member of ours where there is something for it.
    private static func end(_ writer: inout JSONWriter, _ ours: JSONObject) {
        if !ours.isEmpty {
            writer.write(raw: ",\"")
            writer.write(raw: Extras.member.utf8)
            writer.write(raw: "\":")
            writer.write(.object(ours))
        }
        writer.write(raw: "}\n\n")
    }
}

extension JSONWriter {
    /// Writes a member that is a string, without a comma.
    fileprivate mutating func writeMember(_ name: StaticString, string: String) {
        writeName(name)
        write(string: string)
    }

    /// Writes a member, without a comma.
    fileprivate mutating func writeMember(_ name: StaticString, value: JSONValue) {
        writeName(name)
        write(value)
    }

    private mutating func writeName(_ name: StaticString) {
        write(raw: "\"")
        write(raw: name)
        write(raw: "\":")
    }
}
