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
        if (300..<400).contains(response.status) {
            // Following one would carry the credential to another host.
            throw AttemptFailure(APIError(.upstreamError, "The model provider answered with a redirect."))
        }
        // An error's body helps to say what is wrong, but not at any price.
        let body: ByteBuffer
        do {
            body = try await response.body.collect(upTo: mostOfAnError)
        } catch {
            if error.code == .cancelled { throw AttemptFailure(error) }
            body = ByteBuffer()
        }
        throw AttemptFailure(
            provider.dialect.readError(status: response.status, body: body.readableBytesUInt8Span) {
                response.headers.first($0)
            }
        )
    }
}
