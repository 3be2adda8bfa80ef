import JSONText

/// A provider's Messages stream into neutral events.
///
/// Events are told apart by their data's `type`, the `event:` name is only the fallback. Pings, a second `message_start`
/// and whatever follows the end are passed over. Blocks without a neutral form (server tools) are held back
/// until they are complete. The reason to stop is held back until `message_stop`, so that a cut never looks like an end.
struct AnthropicStreamDecoder: StreamDecoder {
    /// The open block.
    private struct Block {
        /// What it is to the reader.
        enum Kind {
            case text
            case thinking
            case redactedThinking
            case toolCall
            case foreign
        }

        var kind: Kind
        var index: Int?
        /// Its place in the message's `content`.
        var place = 0
        /// Whether arguments of a call have come in pieces.
        var hasArguments = false
        /// The pieces so far.
        var arguments = CallArguments()
        /// The arguments a call began with, used where no pieces follow.
        var initialInput: JSONValue?
        /// A foreign block as far as it has come.
        var foreign = JSONObject()
        /// The pieces of a foreign block's input.
        var input = ""
        /// The pieces of a foreign block's texts, by member.
        var texts: [String: String] = [:]
        /// How many bytes of events a foreign block has taken.
        var held = 0
    }

    /// The most bytes of events that are held back for one foreign block.
    private static let foreignLimit = 32 * 1024 * 1024

    private var hasStarted = false
    private var hasEnded = false
    private var block: Block?
    /// How many blocks have begun.
    private var blocks = 0
    private var stopDetails: JSONValue?
    private var calledTools = false
    /// Whether the last block was a call whose arguments are not whole.
    private var endsInBrokenCall = false
    private var stop: StopReason?
    private var usage = AnthropicUsage()

    init() {}

    mutating func decode(_ event: SSEEvent, into output: inout [StreamEvent]) {
        if hasEnded || event.name == "ping" { return }
        guard let data = try? JSONValue(parsing: event.data), data.object != nil else {
            fail("The provider sent an event that is no JSON object.", into: &output)
            return
        }
        switch data["type"]?.string ?? event.name {
        case "message_start"?: start(data["message"], into: &output)
        case "content_block_start"?: startBlock(data, into: &output)
        case "content_block_delta"?: delta(data, size: event.data.count, into: &output)
        case "content_block_stop"?: stopBlock(data, into: &output)
        case "message_delta"?: messageDelta(data, into: &output)
        case "message_stop"?: end(into: &output)
        case "error"?:
            let detail = data["error"]
            fail(AnthropicErrors.error(type: detail?["type"]?.string, detail?["message"]?.string), into: &output)
        case let type?:
            if hasStarted, type != "ping" { output.append(.unmapped(StreamField(type, data))) }
        case nil: break
        }
    }

    mutating func finish(into output: inout [StreamEvent]) {
        if !hasEnded { fail("The provider's answer ended before it was whole.", into: &output) }
    }

    func plainDelta(in event: SSEEvent) -> PlainDelta? {
        guard let data = try? JSONValue(parsing: event.data).object, data.isFlat(beside: "delta"),
            data["type"]?.string == "content_block_delta", let delta = data["delta"]?.object, delta.count == 2
        else { return nil }
        if let text = delta["text"]?.string, delta["type"]?.string == "text_delta" {
            return PlainDelta(choice: 0, text: PlainDelta.place(of: text, behind: "\"text\":", in: event.data))
        }
        guard let thought = delta["thinking"]?.string, delta["type"]?.string == "thinking_delta" else { return nil }
        return PlainDelta(choice: 0, text: PlainDelta.place(of: thought, behind: "\"thinking\":", in: event.data))
    }

    // MARK: - The message

    private mutating func start(_ message: JSONValue?, into output: inout [StreamEvent]) {
        usage.merge(message?["usage"])
        if hasStarted { return }
        hasStarted = true
        var start = StreamStart(id: message?["id"]?.string ?? "", model: message?["model"]?.string ?? "")
        start.serviceTier = usage.serviceTier
        start.source = .anthropicMessages
        output.append(.start(start))
        keep(AnswerMembers.others(in: message, than: AnthropicMembers.message, at: ""), into: &output)
        keep(AnthropicMembers.others(inUsage: message?["usage"]), into: &output)
        if !usage.isEmpty { output.append(.usage(usage.usage)) }
    }

    /// Some imitators of the API forget the start.
    private mutating func ensureStarted(into output: inout [StreamEvent]) {
        if !hasStarted { start(nil, into: &output) }
    }

    private mutating func messageDelta(_ data: JSONValue, into output: inout [StreamEvent]) {
        ensureStarted(into: &output)
        stop = AnthropicStop.read(data["delta"]) ?? stop
        stopDetails = data["delta"]?["stop_details"] ?? stopDetails
        keep(AnswerMembers.others(in: data, than: AnthropicMembers.messageDelta, at: ""), into: &output)
        keep(AnswerMembers.others(in: data["delta"], than: AnthropicMembers.delta, at: ""), into: &output)
        guard let counts = data["usage"], counts.object != nil else { return }
        usage.merge(counts)
        output.append(.usage(usage.usage))
        keep(AnthropicMembers.others(inUsage: counts), into: &output)
    }

    /// Passes on fields without a neutral place.
    private func keep(_ fields: [ChatResponse.UnmappedField], into output: inout [StreamEvent]) {
        for field in fields { output.append(.unmapped(StreamField(field.path, field.value))) }
    }

    private mutating func end(into output: inout [StreamEvent]) {
        guard hasStarted else {
            fail("The provider's answer ended before it began.", into: &output)
            return
        }
        closeBlock(into: &output)
        if hasEnded || stop?.cutsShort != true && refusesBrokenCall(into: &output) { return }
        keep(AnthropicMembers.others(inDetails: stopDetails, of: stop), into: &output)
        output.append(.finish(choice: 0, stop ?? (calledTools ? .toolUse : .endTurn)))
        output.append(.end)
        hasEnded = true
    }

    /// Ends the stream if its last block was a call whose arguments are not whole.
    private mutating func refusesBrokenCall(into output: inout [StreamEvent]) -> Bool {
        if endsInBrokenCall { fail(CallArguments.broken, into: &output) }
        return endsInBrokenCall
    }

    private mutating func fail(_ message: String, into output: inout [StreamEvent]) {
        fail(APIError(.upstreamError, message), into: &output)
    }

    private mutating func fail(_ error: APIError, into output: inout [StreamEvent]) {
        // What of a foreign block has come is no block yet, so only blocks that were announced are closed.
        if let block, block.kind != .foreign { output.append(.blockStop(choice: 0)) }
        block = nil
        output.append(.failure(error))
        hasEnded = true
    }

    // MARK: - Blocks

    private mutating func startBlock(_ data: JSONValue, into output: inout [StreamEvent]) {
        guard let content = data["content_block"], let object = content.object, let type = content["type"]?.string
        else {
            fail("The provider sent a block without a type.", into: &output)
            return
        }
        ensureStarted(into: &output)
        closeBlock(into: &output)
        // What is followed by another block was not cut off by a limit.
        if hasEnded || refusesBrokenCall(into: &output) { return }
        let index = data["index"]?.int
        blocks += 1
        switch type {
        case "text":
            open(Block(kind: .text, index: index), .text, into: &output)
            append(text: content["text"], into: &output)
        case "thinking":
            open(Block(kind: .thinking, index: index), .thinking, into: &output)
            append(text: content["thinking"], into: &output)
            append(signature: content["signature"], into: &output)
        case "redacted_thinking":
            let token = OpaqueToken(reading: content["data"]?.string ?? "", on: .anthropicMessages)
            open(Block(kind: .redactedThinking, index: index), .redactedThinking(token), into: &output)
        case "tool_use":
            guard let id = content["id"]?.string, let name = content["name"]?.string else {
                fail("The provider sent a call without an id or a name.", into: &output)
                return
            }
            calledTools = true
            let call = Block(kind: .toolCall, index: index, initialInput: content["input"])
            open(call, .toolCall(id: id, name: name, signature: nil), into: &output)
        default:
            block = Block(kind: .foreign, index: index, place: blocks - 1, foreign: object)
            return
        }
        keep(AnthropicMembers.others(inBlock: content, type, at: blocks - 1), into: &output)
    }

    private mutating func open(_ block: Block, _ start: StreamBlock, into output: inout [StreamEvent]) {
        self.block = block
        self.block?.place = blocks - 1
        output.append(.blockStart(choice: 0, start))
    }

    private mutating func stopBlock(_ data: JSONValue, into output: inout [StreamEvent]) {
        // A stop without its block has nothing to say.
        guard let block, block.index == nil || data["index"]?.int == nil || block.index == data["index"]?.int else {
            return
        }
        closeBlock(into: &output)
    }

    private mutating func closeBlock(into output: inout [StreamEvent]) {
        guard let block else { return }
        switch block.kind {
        case .text, .thinking, .redactedThinking: break
        case .toolCall:
            var arguments = block.arguments
            if !block.hasArguments {
                let text = AnthropicBlocks.arguments(block.initialInput)
                arguments.take(text)
                output.append(.blockDelta(choice: 0, .arguments(text)))
            }
            endsInBrokenCall = !arguments.isWhole
        case .foreign:
            var foreign = block.foreign
            for (name, text) in block.texts {
                foreign[name] = .string((foreign[name]?.string ?? "") + text)
            }
            if !AnthropicBlocks.isBlank(block.input) {
                guard let input = try? JSONValue(parsing: block.input) else {
                    fail("The provider sent a block whose input is no JSON.", into: &output)
                    return
                }
                foreign["input"] = input
            }
            let type = foreign["type"]?.string ?? ""
            let part = ForeignPart(
                dialect: .anthropicMessages,
                type: type,
                value: .object(foreign),
                path: "content[\(block.place)]"
            )
            output.append(.blockStart(choice: 0, .foreign(part)))
        }
        self.block = nil
        output.append(.blockStop(choice: 0))
    }

    private mutating func delta(_ data: JSONValue, size: Int, into output: inout [StreamEvent]) {
        guard let delta = data["delta"], let type = delta["type"]?.string else {
            fail("The provider sent a piece of a block without a type.", into: &output)
            return
        }
        ensureStarted(into: &output)
        let index = data["index"]?.int
        if block == nil {
            if refusesBrokenCall(into: &output) { return }
            openImplicitly(for: type, index, into: &output)
        }
        // Field by field: a block that has gathered much is not copied for each of its pieces.
        let openIndex = block?.index
        guard let kind = block?.kind, let place = block?.place, openIndex == nil || index == nil || openIndex == index
        else {
            fail("The provider sent a piece of a block that is not open.", into: &output)
            return
        }
        switch (type, kind) {
        case (_, .foreign): appendForeign(delta, type, size: size, into: &output)
        case ("text_delta", .text): append(text: delta["text"], into: &output)
        case ("thinking_delta", .thinking): append(text: delta["thinking"], into: &output)
        case ("signature_delta", .thinking): append(signature: delta["signature"], into: &output)
        case ("input_json_delta", .toolCall):
            guard let text = delta["partial_json"]?.string, !text.isEmpty else { return }
            // White space alone is no arguments yet.
            if block?.hasArguments != true, AnthropicBlocks.isBlank(text) { return }
            block?.hasArguments = true
            block?.arguments.take(text)
            output.append(.blockDelta(choice: 0, .arguments(text)))
        case ("text_delta", _), ("thinking_delta", _), ("input_json_delta", _):
            fail("The provider sent a piece that does not fit its block.", into: &output)
        case ("citations_delta", _):
            guard let citation = delta["citation"], citation.saysSomething else { return }
            let path = "content[\(place)].citations"
            output.append(.unmapped(StreamField(path, [citation], isFragment: true)))
        default:
            // Pieces not known here have no neutral form.
            keep(AnswerMembers.others(in: delta, than: ["type"], at: "content[\(place)]"), into: &output)
        }
    }

    /// Some imitators of the API forget the start of a block; where the first piece says what it is, it is opened here.
    private mutating func openImplicitly(for type: String, _ index: Int?, into output: inout [StreamEvent]) {
        switch type {
        case "text_delta":
            blocks += 1
            open(Block(kind: .text, index: index), .text, into: &output)
        case "thinking_delta":
            blocks += 1
            open(Block(kind: .thinking, index: index), .thinking, into: &output)
        default: break
        }
    }

    private func append(text: JSONValue?, into output: inout [StreamEvent]) {
        guard let text = text?.string, !text.isEmpty else { return }
        output.append(.blockDelta(choice: 0, .text(text)))
    }

    private func append(signature: JSONValue?, into output: inout [StreamEvent]) {
        guard let token = AnthropicResponseReader.signature(signature) else { return }
        output.append(.blockDelta(choice: 0, .signature(token)))
    }

    /// Adds a piece to a block that is held back: to its input, or to its member of the same name.
    private mutating func appendForeign(
        _ delta: JSONValue,
        _ type: String,
        size: Int,
        into output: inout [StreamEvent]
    ) {
        // Taken out so that its texts grow in place.
        guard var open = block.take() else { return }
        open.held += size
        if type == "input_json_delta" {
            open.input += delta["partial_json"]?.string ?? ""
        } else {
            for member in delta.object?.members ?? [] where member.name != "type" {
                if let text = member.value.string, open.foreign[member.name]?.string != nil {
                    open.texts[member.name, default: ""] += text
                } else {
                    open.foreign[member.name] = member.value
                }
            }
        }
        let isTooLarge = open.held > Self.foreignLimit
        block = open
        if isTooLarge { fail("The provider sent a block that is too large.", into: &output) }
    }
}
