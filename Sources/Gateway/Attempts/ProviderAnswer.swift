import HTTPWire
import JSONText
import ModelAPI
import NIOCore
import Upstream

/// Sends an attempt and sorts out everything that is not an answer.
enum ProviderAnswer {
    /// The most bytes read of an error's body.
    private static let mostOfAnError = 64 * 1024

    /// Sends a request and waits for a successful head.
    /// - Throws: ``AttemptFailure`` where the provider cannot be reached or answers with an error.
    static func head(
        of request: UpstreamRequest,
        from provider: Provider,
        client: UpstreamClient,
        timeouts: UpstreamTimeouts,
        on loop: any EventLoop
    ) async throws(AttemptFailure) -> UpstreamResponse {
        let response: UpstreamResponse
        do {
            response = try await client.send(request, to: provider.endpoint, timeouts: timeouts, on: loop)
        } catch {
            throw AttemptFailure(error)
        }
        if response.status == 200 || response.status == 201 { return response }
        if (200..<300).contains(response.status) { throw .invalidBody("The model provider answered with nothing.") }
        if (300..<400).contains(response.status) {
            // Following one would carry the credential to another host.
            throw .invalidBody("The model provider answered with a redirect.")
        }
        throw try await failure(of: response, from: provider)
    }

    /// What a provider's error answer means. Its body helps to say what is wrong, but not at any price.
    private static func failure(
        of response: UpstreamResponse,
        from provider: Provider
    ) async throws(AttemptFailure) -> AttemptFailure {
        let headers = response.headers
        var body = ByteBuffer()
        do {
            body = try await response.body.collect(upTo: mostOfAnError)
        } catch {
            if error.code == .cancelled { throw AttemptFailure(error) }
        }
        return AttemptFailure(
            status: response.status,
            meaning(of: response.status, body, headers, provider.dialect)
        )
    }

    private static func meaning(
        of status: Int,
        _ body: ByteBuffer,
        _ headers: HeaderFields,
        _ dialect: any Dialect
    ) -> APIError {
        dialect.readError(status: status, body: body.readableBytesUInt8Span, header: { headers.first(named: $0) })
    }
}
