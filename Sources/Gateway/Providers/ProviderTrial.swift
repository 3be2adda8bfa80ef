import HTTPWire
import JSONText
import ModelAPI
import NIOCore
import Upstream

/// Asks a provider once whether it is there and takes the credential: the smallest request there is.
struct ProviderTrial: Sendable {
    /// How long it may take.
    static let timeout = TimeAmount.seconds(20)
    private static let mostOfAnAnswer = 256 * 1024
    /// Some models think before they say a word, and refuse fewer.
    private static let outputTokens = 16

    let provider: Provider
    /// The model that is asked for a word; `nil` to ask for the list of models, which uses no tokens.
    let model: String?

    /// Asks.
    /// - Returns: the status, where there was an answer, and what was wrong, as far as that may be told.
    func run(_ client: UpstreamClient, on eventLoop: any EventLoop) async -> ProviderCheck {
        let begun = NIODeadline.now()
        var status: Int?
        var problem: APIError?
        do {
            let request = try request()
            let timeouts = UpstreamTimeouts(
                connect: Self.timeout,
                firstByte: Self.timeout,
                idle: Self.timeout,
                total: Self.timeout
            )
            let response = try await client.send(request, to: provider.endpoint, timeouts: timeouts, on: eventLoop)
            status = response.status
            let body = try await response.body.collect(upTo: Self.mostOfAnAnswer)
            if !(200..<300).contains(response.status) {
                problem = provider.dialect.readError(
                    status: response.status,
                    body: body.readableBytesUInt8Span,
                    header: { response.headers.first(named: $0) }
                )
            }
        } catch let error as APIError {
            problem = error
        } catch let error as UpstreamError {
            problem = APIError(error)
        } catch {
            problem = APIError(.upstreamError, "The provider's answer cannot be read.")
        }
        let elapsed = NIODeadline.now() - begun
        return ProviderCheck(
            isWell: problem == nil,
            status: status,
            microseconds: Int(elapsed.nanoseconds / 1000),
            code: problem?.kind.rawValue,
            message: problem?.message
        )
    }

    private func request() throws(APIError) -> UpstreamRequest {
        let headers = provider.credentials[0].headers
        let fields = provider.dialect.id == .anthropicMessages ? [Attempt.anthropicVersion] : []
        guard let model else {
            var list = UpstreamRequest.get(provider.listPath, headers: headers)
            list.extraHeaders = fields
            return list
        }
        let question: JSONValue = [
            "model": .string(model), "messages": [["role": "user", "content": "Say OK."]],
            "max_tokens": JSONValue(Self.outputTokens),
        ]
        let call = try Dialects.openAIChat.readRequest(question, model: model, stream: false)
        let written = try provider.dialect.writeRequest(call, for: provider.profile(model: model))
        return UpstreamRequest(
            target: provider.chatPath(model: model, stream: false),
            headers: headers,
            extraHeaders: fields,
            body: ByteBuffer(bytes: written.body.bytes)
        )
    }
}
