import HTTPWire

extension UpstreamError {
    /// What a peer's answer that cannot be taken means to the caller. The request has been sent by then.
    init(_ error: WireError) {
        let code: Code =
            switch error.kind {
            case .headTooLarge: .responseHeadTooLarge
            case .malformed, .targetTooLong, .unsupportedVersion, .unsupportedCoding: .invalidResponse
            }
        self.init(code, error.reason, requestWasSent: true)
    }
}
