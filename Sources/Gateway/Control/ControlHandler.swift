/// Answers what is no request to a model: the admin API and the dashboard. It is given whole requests, off the event loops, so
/// that whatever it does never delays a request to a model.
public protocol ControlHandler: Sendable {
    /// Answers a request to a path of the control plane (``ControlRequest/isControlPath(_:)``).
    func answer(_ request: ControlRequest) async -> ControlAnswer
}
