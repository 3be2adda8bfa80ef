import NIOCore
import Routing

/// One try at a target that is under way.
///
/// An object of the one task that serves the call: it is held on to across every wait for the target.
final class Try {
    /// Whom it goes to.
    let target: PlannedTarget
    /// What is sent.
    let attempt: Attempt
    /// The leave to make it.
    var ticket: TargetTicket
    /// Its place in the trace.
    let index: Int
    /// When it was sent.
    let begun: NIODeadline
    /// Whether it is a second copy.
    let isHedge: Bool

    init(
        target: PlannedTarget,
        attempt: Attempt,
        ticket: TargetTicket,
        index: Int,
        begun: NIODeadline,
        isHedge: Bool
    ) {
        self.target = target
        self.attempt = attempt
        self.ticket = ticket
        self.index = index
        self.begun = begun
        self.isHedge = isHedge
    }

    /// The credential it is sent with.
    var credential: Provider.Credential { Self.credential(of: target.seat, ticket) }

    /// The credential that a ticket names.
    static func credential(of seat: Seat, _ ticket: TargetTicket) -> Provider.Credential {
        let credentials = seat.provider.credentials
        let index = ticket.credential ?? 0
        return credentials[credentials.indices.contains(index) ? index : 0]
    }
}
