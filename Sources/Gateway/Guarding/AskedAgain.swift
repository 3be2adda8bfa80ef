import JSONText
import ModelAPI
import NIOCore

/// The question that is put to a model once more, with its own answer and what is wrong with that.
enum AskedAgain {
    /// - Parameters:
    ///   - call: what was asked.
    ///   - answer: what was answered, in the caller's dialect.
    ///   - reason: what is wrong with it, for the model to read.
    /// - Returns: the body; `nil` where the answer cannot be gone on from, such as one that calls tools.
    static func body(of call: Call, _ answer: ByteBuffer, _ reason: String) -> ByteBuffer? {
        guard var tree = try? Attempt.tree(of: call), case .object(var object) = tree,
            let said = try? JSONValue(parsing: answer.readableBytesUInt8Span)
        else { return nil }
        let words = "Your answer was not accepted: \(reason) Answer the question again, in full, without this fault."
        let turns: (name: String, said: JSONValue, asked: JSONValue)
        switch call.route.dialect {
        case .openAIChat:
            guard let message = said["choices"]?[0]?["message"], message["tool_calls"]?.array?.isEmpty ?? true,
                let content = message["content"]
            else { return nil }
            turns = (
                "messages", ["role": "assistant", "content": content], ["role": "user", "content": .string(words)]
            )
        case .anthropicMessages:
            guard let content = said["content"],
                content.array?.contains(where: { $0["type"]?.string == "text" }) == true,
                content.array?.contains(where: { $0["type"]?.string == "tool_use" }) != true
            else { return nil }
            turns = (
                "messages", ["role": "assistant", "content": content], ["role": "user", "content": .string(words)]
            )
        case .gemini:
            guard let content = said["candidates"]?[0]?["content"],
                content["parts"]?.array?.contains(where: { $0["functionCall"] != nil }) != true
            else { return nil }
            turns = ("contents", content, ["role": "user", "parts": [["text": .string(words)]]])
        }
        guard case .array(var messages)? = object[turns.name] else { return nil }
        messages.append(turns.said)
        messages.append(turns.asked)
        object[turns.name] = .array(messages)
        tree = .object(object)
        return ByteBuffer(bytes: tree.bytes)
    }
}
