import ModelAPI
import Routing

/// What a caller is told when nobody has answered: gathered from everything that went wrong on the way.
///
/// A failure that another request may not meet comes before the word that everybody is busy; "wait" is said only where
/// waiting is all that is left to do, and then for the shortest time that helps.
struct Verdict: Sendable {
    /// The last failure that was no request to wait.
    private var failure: APIError?
    /// The last request to wait.
    private var wish: APIError?
    /// When the first of those that asked to be left alone may be asked again, in seconds.
    private var shortestWait: Double?
    private var refusals: [TargetSnapshot.Availability] = []
    private var obstacle: APIError?
    private var isForbiddenByRegion = false
    private var isTooLong = false

    /// An attempt has failed.
    mutating func note(_ failure: AttemptFailure) {
        switch failure.kind {
        case .status(429):
            wish = failure.error
            if let wait = failure.error.retryAfter { shortestWait = min(shortestWait ?? wait, wait) }
        default:
            self.failure = failure.error
            if self.failure?.retryAfter == nil, Self.mayPass(failure) { self.failure?.retryAfter = 1 }
        }
    }

    /// Whether the caller is told to come again: the provider has trouble that often passes.
    private static func mayPass(_ failure: AttemptFailure) -> Bool {
        switch failure.kind {
        case .quota: false
        case .status(504): true
        default: failure.error.status == 503
        }
    }

    /// A target could not be asked, because its provider cannot express the request.
    mutating func note(obstacle error: APIError) { obstacle = obstacle ?? error }

    /// A target could not be asked now.
    mutating func note(_ availability: TargetSnapshot.Availability) { refusals.append(availability) }

    /// A plan has been made.
    mutating func note(_ plan: Plan) {
        isForbiddenByRegion = isForbiddenByRegion || plan.isForbiddenByRegion
        isTooLong = isTooLong || plan.isTooLong
        for skip in plan.skipped {
            if case .unavailable(let availability) = skip.reason { refusals.append(availability) }
        }
    }

    /// What the caller is told.
    func error(now: Moment) -> APIError {
        if let failure { return failure }
        if wish != nil || !refusals.isEmpty { return waiting(now) }
        if isForbiddenByRegion {
            return APIError(
                .modelNotAllowed,
                "No target of this model lies in a region that this key may use.",
                parameter: "model"
            )
        }
        if isTooLong {
            return APIError(.contextLengthExceeded, "The prompt is too long for every target of this model.")
        }
        return obstacle
            ?? APIError(.invalidRequest, "No target of this model takes a request like this.", parameter: "model")
    }

    private func waiting(_ now: Moment) -> APIError {
        // What was over before the last try says nothing of the next one.
        var waits = refusals.compactMap(\.until).filter { $0 > now }.map { ($0 - now).inSeconds }
        if let shortestWait { waits.append(shortestWait) }
        let isCoolingOnly = refusals.allSatisfy { if case .coolingDown = $0 { true } else { false } }
        if isCoolingOnly {
            var error = wish ?? APIError(.rateLimited, "The provider's rate limit is reached. Try again later.")
            error.retryAfter = waits.min() ?? error.retryAfter ?? 1
            return error
        }
        let isCredentialOnly = refusals.allSatisfy { if case .noCredential = $0 { true } else { false } }
        if isCredentialOnly {
            return APIError(.upstreamAuth, "The provider does not accept the gateway's credential.")
        }
        return APIError(
            .upstreamUnavailable,
            "No target of this model can be asked at present. Try again later.",
            retryAfter: waits.min() ?? 1
        )
    }
}
