/// What a target says to an attempt.
public enum TargetAdmission: Sendable {
    /// Go on with this ticket.
    case admitted(TargetTicket)
    /// Not now, and why.
    case refused(TargetSnapshot.Availability)
}
