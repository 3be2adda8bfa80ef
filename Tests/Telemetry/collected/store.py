"""An object store that checks every signature."""

from harness import signature
from harness.recorder import Recorder


class ObjectStore(Recorder):
    """Keeps objects by their path; refuses requests whose signature is not right."""

    def __init__(self, secret, region="us-east-1"):
        super().__init__()
        self.secret = secret
        self.region = region
        self.objects = {}
        self.refusals = []

    def answer(self, request):
        status, fields = super().answer(request)
        if status != 200:
            return status, fields
        problem = signature.problem(request, self.secret, self.region, "s3")
        if problem:
            self.refusals.append(problem)
            return 403, {}
        self.objects[request.path] = request.body
        return 200, {}
