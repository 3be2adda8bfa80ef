public import Governance
import ModelAPI

/// The prompt and the answer of a call that is over, as they were received and sent: not masked yet, and not to be kept.
public struct CapturedCall: Sendable {
    /// In which form a streamed answer went out.
    struct Stream: Sendable {
        var dialect: DialectID
        var framing: Route.StreamFraming
        var model: String
    }

    /// The entry of the call's record in the ledger.
    public let entry: String
    /// When the request came, in nanoseconds since 1970 UTC.
    public let time: Int64
    /// The organization whose request it was.
    public let organization: String?
    /// The team whose request it was.
    public let team: String?
    /// How its bodies are stored.
    public let policy: BodyPolicy
    let request: [UInt8]
    let requestSize: Int
    let answer: [UInt8]?
    let answerSize: Int
    let stream: Stream?

    /// How many bytes it holds.
    public var size: Int { request.count + (answer?.count ?? 0) }

    /// What is stored of it. A stream is put together first, so that nothing hides between two events.
    ///
    /// Takes milliseconds for large bodies: not for event loops.
    /// - Parameter maskings: hide what must not be kept, beside what the policy says.
    public func bodies(with maskings: [any BodyMasking]) -> RequestBodies {
        let all: [any BodyMasking] = [PatternMasking(policy.masks)] + maskings
        return RequestBodies(
            entry: entry,
            time: time,
            team: team,
            isStream: stream != nil,
            request: BodyText(
                masking: request,
                size: requestSize,
                isWhole: request.count == requestSize,
                limit: policy.maxSize,
                with: all
            ),
            answer: answer.map { bytes in
                let text = stream.map { StreamAssembly.answer(of: bytes, $0, at: Int(time / 1_000_000_000)) } ?? bytes
                let isWhole = bytes.count == answerSize
                return BodyText(
                    masking: text,
                    size: stream == nil ? answerSize : text.count,
                    isWhole: isWhole,
                    limit: policy.maxSize,
                    with: all
                )
            }
        )
    }
}
