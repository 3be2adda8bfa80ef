import JSONText

/// Reads one choice of a streamed answer: deltas into blocks that open and close one after the other.
///
/// Chat lets calls run side by side, told apart by their index, where the neutral sequence has one block after the other. So
/// what belongs to a later block waits while the arguments of an open call are not complete yet; with providers that send one
/// call after the other, which is nearly all, nothing ever waits.
struct OpenAIChatChoiceDecoder {
    /// A block of the answer.
    private struct Block {
        /// What kind of block, and which.
        enum Kind: Hashable {
            case text
            case refusal
            case thinking(OpenAIChatThoughts.Form?)
            case call(Int)
        }

        var kind: Kind
        /// What has not been passed on yet.
        var pending = ""
        /// Of a call: its id, name and token, and how far its arguments are.
        var id = ""
        var name = ""
        var signature: OpaqueToken?
        var arguments = JSONCompletion()
        var text = CallArguments()
    }

    /// The most calls of one answer, and blocks that wait: no provider comes near.
    private static let blockLimit = 1024

    private let index: Int
    private var open: Block?
    private var waiting: [Block] = []
    /// How many bytes wait.
    private(set) var waitingBytes = 0
    /// The number of the call that the provider means by an index.
    private var numbers: [Int: Int] = [:]
    private var ids: [String] = []
    private var closed: Set<Int> = []
    private var hasRefusal = false
    private var hasFinished = false
    /// Whether a call has closed whose arguments are not whole.
    private var hasBrokenCall = false
    private var imageCount = 0
    private var choiceMembers = MemberFilter(OpenAIChatMembers.choice.union(["stop_reason"]))
    private var messageMembers = MemberFilter(OpenAIChatMembers.delta)
    private var callMembers = MemberFilter(OpenAIChatMembers.call)
    private var functionMembers = MemberFilter(OpenAIChatMembers.function)

    /// Creates a reader.
    /// - Parameter index: the choice's number.
    init(index: Int) { self.index = index }

    /// Takes a chunk's choice.
    /// - Parameters:
    ///   - choice: the element of `choices`.
    ///   - answer: the answer's id.
    ///   - output: what it means is appended here.
    /// - Returns: what is wrong with it, if something is.
    mutating func decode(_ choice: JSONValue, answer: String, into output: inout [StreamEvent]) -> APIError? {
        let delta = (choice["delta"] ?? choice["message"])?.object
        let images = keepOthers(of: choice, delta, into: &output)
        // Behind its reason a choice says nothing more; some repeat an empty delta there.
        guard !hasFinished else { return nil }
        if let delta {
            decodeThoughts(delta, into: &output)
            decodeContent(delta["content"], into: &output)
            if let refusal = delta["refusal"]?.string, !refusal.isEmpty {
                hasRefusal = true
                append(refusal, to: .refusal, into: &output)
            }
            if let error = decodeCalls(delta, answer: answer, into: &output) { return error }
            if let token = OpenAIChatThoughts.readSignature(of: .object(delta)) {
                append("", to: .text, into: &output)
                if open?.kind == .text { output.append(.blockDelta(choice: index, .signature(token))) }
            }
            if let images { decodeImages(images, into: &output) }
        }
        if let logprobs = OpenAIChatResponseReader.readLogprobs(choice) {
            if open == nil { append("", to: .text, into: &output) }
            if open != nil { output.append(.blockDelta(choice: index, .logprobs(logprobs))) }
        }
        advance(answer: answer, into: &output)
        // What is followed by something else was not cut off by a limit.
        if hasBrokenCall { return CallArguments.broken }
        guard waiting.count <= Self.blockLimit, ids.count <= Self.blockLimit else {
            return Self.malformed("it has too many tool calls")
        }
        guard let reason = choice["finish_reason"], !reason.isNull else { return nil }
        return finish(as: choice, answer: answer, into: &output)
    }

    /// Ends the choice, if it has not ended yet.
    /// - Parameters:
    ///   - choice: the element of `choices` with the reason; without one it is told from what was said.
    ///   - answer: the answer's id.
    ///   - output: the stops of blocks and the finish are appended here.
    /// - Returns: what is wrong, if something is.
    mutating func finish(as choice: JSONValue, answer: String, into output: inout [StreamEvent]) -> APIError? {
        guard !hasFinished else { return nil }
        close(into: &output)
        while !waiting.isEmpty {
            guard openNext(answer: answer, into: &output) else { return Self.malformed("a tool call has no name") }
            close(into: &output)
        }
        hasFinished = true
        let reason = OpenAIChatStop.read(choice, hasCalls: !ids.isEmpty, hasRefusal: hasRefusal)
        if hasBrokenCall, !reason.cutsShort { return CallArguments.broken }
        if let detail = choice["stop_reason"], detail.saysSomething, !OpenAIChatStop.saysSequence(reason) {
            keep("stop_reason", detail, into: &output)
        }
        output.append(.finish(choice: index, reason))
        return nil
    }

    /// Closes what is open, because the stream fails.
    mutating func abort(into output: inout [StreamEvent]) {
        if open != nil { output.append(.blockStop(choice: index)) }
        open = nil
        waiting = []
        waitingBytes = 0
        hasFinished = true
    }

    // MARK: - Fields without a place

    /// Passes on what of a choice and its delta has no neutral place, under its path in the whole answer.
    /// - Returns: the delta's pictures, which have one.
    private mutating func keepOthers(
        of choice: JSONValue,
        _ delta: JSONObject?,
        into output: inout [StreamEvent]
    ) -> JSONValue? {
        if let object = choice.object {
            for member in choiceMembers.others(in: object) { keep(member.name, member.value, into: &output) }
        }
        guard let delta else { return nil }
        var images: JSONValue?
        for member in messageMembers.others(in: delta) {
            if member.name == "images" {
                images = member.value
                continue
            }
            // Sound comes in pieces, and lists, as OpenRouter's `reasoning_details`, element by element.
            let isFragment = member.name == "audio" || member.value.array != nil
            keep("message.\(member.name)", member.value, isFragment: isFragment, into: &output)
        }
        return images
    }

    private func keep(
        _ path: String,
        _ value: JSONValue,
        isFragment: Bool = false,
        into output: inout [StreamEvent]
    ) {
        output.append(.unmapped(StreamField("choices[\(index)].\(path)", value, isFragment: isFragment)))
    }

    // MARK: - Deltas

    private mutating func decodeImages(_ elements: JSONValue, into output: inout [StreamEvent]) {
        for element in elements.array ?? [] {
            let path = "choices[\(index)].message.images[\(imageCount)]"
            imageCount += 1
            // One between the pieces of a call has no place in the sequence of blocks.
            guard waiting.isEmpty, canClose, let image = OpenAIChatImages.read(element, at: path) else {
                output.append(.unmapped(StreamField(path, element)))
                continue
            }
            close(into: &output)
            output.append(.blockStart(choice: index, .image(image)))
            output.append(.blockStop(choice: index))
        }
    }

    private mutating func decodeThoughts(_ delta: JSONObject, into output: inout [StreamEvent]) {
        let thoughts = OpenAIChatThoughts.read(beside: delta)
        if let thoughts { append(thoughts.text, to: .thinking(thoughts.form), into: &output) }
        for block in delta["thinking_blocks"]?.array ?? [] {
            switch OpenAIChatThoughts.read(block: block) {
            case .thinking(let thinking):
                // The text has already come as `reasoning_content`; the block adds the provider's own seal.
                if thoughts == nil, !isThinking, !thinking.text.isEmpty || thinking.signature != nil {
                    append(thinking.text, to: .thinking(nil), into: &output)
                }
                if let seal = thinking.signature { sealThoughts(seal, into: &output) }
            case .redactedThinking(let token) where waiting.isEmpty && canClose:
                close(into: &output)
                output.append(.blockStart(choice: index, .redactedThinking(token)))
                output.append(.blockStop(choice: index))
            case .redactedThinking, nil:
                keep("message.thinking_blocks", [block], isFragment: true, into: &output)
            default:
                break
            }
        }
    }

    private var isThinking: Bool { if case .thinking = open?.kind { true } else { false } }

    /// Ends a thought with a seal of its provider instead of ours.
    private mutating func sealThoughts(_ seal: OpaqueToken, into output: inout [StreamEvent]) {
        guard isThinking else { return }
        output.append(.blockDelta(choice: index, .signature(seal)))
        open?.kind = .thinking(nil)
        close(into: &output)
    }

    private mutating func decodeContent(_ content: JSONValue?, into output: inout [StreamEvent]) {
        if let text = content?.string {
            if !text.isEmpty { append(text, to: .text, into: &output) }
            return
        }
        for part in content?.array ?? [] {
            switch part["type"]?.string {
            case "text":
                if let text = part["text"]?.string, !text.isEmpty { append(text, to: .text, into: &output) }
                for field in AnswerMembers.others(in: part, than: ["type", "text"], at: "message.content") {
                    keep(field.path, field.value, isFragment: true, into: &output)
                }
            case "thinking":
                let text = OpenAIChatThoughts.text(ofPart: part)
                if !text.isEmpty { append(text, to: .thinking(.contentPart), into: &output) }
            case "image_url":
                decodeImages([part], into: &output)
            default:
                // Mistral's references, and what else may come.
                if part.saysSomething { keep("message.content", [part], isFragment: true, into: &output) }
            }
        }
    }

    private mutating func decodeCalls(
        _ delta: JSONObject,
        answer: String,
        into output: inout [StreamEvent]
    ) -> APIError? {
        for fragment in delta["tool_calls"]?.array ?? [] {
            if let error = take(fragment, answer: answer, into: &output) { return error }
        }
        if let function = delta["function_call"], function.object != nil {
            return take(["index": 0, "function": function], answer: answer, into: &output)
        }
        return nil
    }

    /// Takes a fragment of a call. The first one has id and name, later ones the index alone; but some repeat the name or send
    /// it empty, and some send every whole call with the index 0.
    private mutating func take(
        _ fragment: JSONValue,
        answer: String,
        into output: inout [StreamEvent]
    ) -> APIError? {
        if fragment["custom"]?.object != nil {
            takeCustom(fragment, into: &output)
            return nil
        }
        let function = fragment["function"]
        let name = function?["name"]?.string ?? ""
        let id = fragment["id"]?.string ?? ""
        let number = number(ofIndex: fragment["index"]?.int, id: id, name: name)
        if let object = fragment.object {
            for member in callMembers.others(in: object) {
                keep("message.tool_calls[\(number)].\(member.name)", member.value, into: &output)
            }
        }
        if let object = function?.object {
            for member in functionMembers.others(in: object) {
                keep("message.tool_calls[\(number)].function.\(member.name)", member.value, into: &output)
            }
        }
        let arguments: String
        switch function?["arguments"] {
        case nil, .null, "null": arguments = ""
        case .string(let text): arguments = text
        case .some(let value): arguments = value.text
        }
        if closed.contains(number) {
            let isBlank = arguments.utf8.allSatisfy { $0 <= 0x20 }
            return isBlank ? nil : Self.malformed("a tool call goes on behind its end")
        }
        let signature = OpenAIChatThoughts.readSignature(of: fragment)
        if open?.kind == .call(number) {
            pass(arguments, into: &output)
            return nil
        }
        let position: Int
        if let known = waiting.firstIndex(where: { $0.kind == .call(number) }) {
            position = known
        } else {
            position = waiting.count
            waiting.append(Block(kind: .call(number)))
        }
        if waiting[position].id.isEmpty { waiting[position].id = id == "null" ? "" : id }
        if waiting[position].name.isEmpty { waiting[position].name = name }
        waiting[position].signature = signature ?? waiting[position].signature
        waiting[position].pending += arguments
        waitingBytes &+= arguments.utf8.count
        advance(answer: answer, into: &output)
        return nil
    }

    /// Takes a fragment of a call of a custom tool, whose text is no JSON: other dialects have no place for it.
    private func takeCustom(_ fragment: JSONValue, into output: inout [StreamEvent]) {
        let number = fragment["index"]?.int ?? 0
        keep("message.tool_calls[\(number)]", fragment, isFragment: true, into: &output)
    }

    /// The number of the call a fragment belongs to, counted from 0 in the order of their coming.
    ///
    /// Another id with a name is another call, whatever the index says; without an index a name alone tells it.
    private mutating func number(ofIndex index: Int?, id: String, name: String) -> Int {
        let id = id == "null" ? "" : id
        let known = index.map { numbers[$0] } ?? ids.indices.last
        if let known {
            let isOther =
                index == nil ? id.isEmpty || ids[known] != id : ![ids[known], ""].contains(id) && !ids[known].isEmpty
            if name.isEmpty || !isOther {
                if ids[known].isEmpty { ids[known] = id }
                return known
            }
        }
        if let index { numbers[index] = ids.count }
        ids.append(id)
        return ids.count - 1
    }

    // MARK: - Blocks

    /// Adds text to a block of a kind, which is opened if it is not open.
    private mutating func append(_ text: String, to kind: Block.Kind, into output: inout [StreamEvent]) {
        if open?.kind == kind, waiting.isEmpty {
            if !text.isEmpty { output.append(.blockDelta(choice: index, .text(text))) }
            return
        }
        if waiting.isEmpty, canClose {
            close(into: &output)
            open = Block(kind: kind)
            output.append(.blockStart(choice: index, Self.neutral(kind)))
            if !text.isEmpty { output.append(.blockDelta(choice: index, .text(text))) }
            return
        }
        if waiting.last?.kind != kind { waiting.append(Block(kind: kind)) }
        waiting[waiting.count - 1].pending += text
        waitingBytes &+= text.utf8.count
    }

    /// Whether the open block, if one is, may end here.
    private var canClose: Bool {
        guard let open, case .call = open.kind else { return true }
        return open.arguments.isComplete
    }

    /// Opens waiting blocks as far as the order allows.
    private mutating func advance(answer: String, into output: inout [StreamEvent]) {
        while !waiting.isEmpty, canClose {
            if case .call = waiting[0].kind, waiting[0].name.isEmpty { return }
            close(into: &output)
            _ = openNext(answer: answer, into: &output)
        }
    }

    /// Opens the first waiting block.
    /// - Returns: whether there is one that can be opened.
    private mutating func openNext(answer: String, into output: inout [StreamEvent]) -> Bool {
        var block = waiting.removeFirst()
        let pending = block.pending
        waitingBytes &-= pending.utf8.count
        block.pending = ""
        guard case .call(let number) = block.kind else {
            output.append(.blockStart(choice: index, Self.neutral(block.kind)))
            if !pending.isEmpty { output.append(.blockDelta(choice: index, .text(pending))) }
            open = block
            return true
        }
        guard !block.name.isEmpty else { return false }
        let id = block.id.isEmpty ? OpenAIChatID.call(number, of: answer) : block.id
        output.append(.blockStart(choice: index, .toolCall(id: id, name: block.name, signature: block.signature)))
        open = block
        pass(pending, into: &output)
        return true
    }

    /// Passes on arguments of the open call.
    private mutating func pass(_ arguments: String, into output: inout [StreamEvent]) {
        guard !arguments.isEmpty else { return }
        open?.arguments.take(arguments)
        if open?.arguments.hasBegun == true { open?.text.take(arguments) }
        // White space alone is no arguments yet, and must not stand before the `{}` that stands for none.
        if open?.arguments.hasBegun == true { output.append(.blockDelta(choice: index, .arguments(arguments))) }
    }

    /// Closes the open block, if one is.
    private mutating func close(into output: inout [StreamEvent]) {
        guard let block = open else { return }
        switch block.kind {
        case .call(let number):
            if !block.arguments.hasBegun {
                output.append(.blockDelta(choice: index, .arguments("{}")))
            } else if !block.text.isWhole {
                hasBrokenCall = true
            }
            closed.insert(number)
        case .thinking(let form?):
            output.append(.blockDelta(choice: index, .signature(form.seal)))
        case .text, .refusal, .thinking:
            break
        }
        output.append(.blockStop(choice: index))
        open = nil
    }

    private static func neutral(_ kind: Block.Kind) -> StreamBlock {
        switch kind {
        case .thinking: .thinking
        case .refusal: .refusal
        case .text, .call: .text
        }
    }

    private static func malformed(_ what: String) -> APIError {
        APIError(.upstreamError, "The provider's answer makes no sense: \(what).")
    }
}
