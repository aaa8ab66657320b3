#!/usr/bin/python3
"""kubernetes.py FILE...: the Job manifests, as far as they can be judged without a cluster: the rules that the API server
has for these fields, and that they take the exit statuses of renkei-batch for what they mean."""
import sys

import yaml

KNOWN_SPEC = {
    "completionMode", "completions", "parallelism", "backoffLimit", "backoffLimitPerIndex", "maxFailedIndexes",
    "activeDeadlineSeconds", "ttlSecondsAfterFinished", "podFailurePolicy", "template",
}
KNOWN_POD = {
    "restartPolicy", "automountServiceAccountToken", "enableServiceLinks", "terminationGracePeriodSeconds",
    "securityContext", "containers", "volumes",
}


def check_policy(policy, containers):
    """Which action each exit status meets: the first rule that fits."""
    meets = {}
    assert 1 <= len(policy["rules"]) <= 20
    for rule in policy["rules"]:
        assert rule["action"] in {"FailJob", "FailIndex", "Ignore", "Count"}, rule
        assert ("onExitCodes" in rule) != ("onPodConditions" in rule), rule
        codes = rule.get("onExitCodes")
        if codes:
            assert codes["containerName"] in containers, codes
            assert codes["operator"] == "In", codes
            assert codes["values"] == sorted(set(codes["values"])) and 0 not in codes["values"], codes
            for value in codes["values"]:
                meets.setdefault(value, rule["action"])
        for condition in rule.get("onPodConditions", []):
            assert rule["action"] == "Ignore" and condition == {"type": "DisruptionTarget", "status": "True"}, rule
    return meets


def check_pod(pod):
    assert set(pod) <= KNOWN_POD, set(pod) - KNOWN_POD
    assert pod["restartPolicy"] == "Never"  # a failure policy asks for it
    assert pod["automountServiceAccountToken"] is False
    context = pod["securityContext"]
    assert context["runAsNonRoot"] and context["runAsUser"] > 0
    assert context["seccompProfile"] == {"type": "RuntimeDefault"}
    volumes = {volume["name"] for volume in pod["volumes"]}
    (container,) = pod["containers"]
    assert {mount["name"] for mount in container["volumeMounts"]} == volumes
    own = container["securityContext"]
    assert own["readOnlyRootFilesystem"] and not own["allowPrivilegeEscalation"] and own["capabilities"]["drop"] == ["ALL"]
    assert "memory" in container["resources"]["limits"]
    assert all(isinstance(word, str) for word in container["command"] + container["args"])
    return container


def check_job(job):
    assert job["apiVersion"] == "batch/v1"
    spec = job["spec"]
    assert set(spec) <= KNOWN_SPEC, set(spec) - KNOWN_SPEC
    pod = spec["template"]["spec"]
    container = check_pod(pod)
    meets = check_policy(spec["podFailurePolicy"], {container["name"]})
    assert all(meets[status] == "FailJob" for status in (2, 3, 4, 5, 7, 8, 9)), meets
    assert meets[75] == "Count", meets
    arguments = container["args"]
    script = container["command"][1].rsplit("/", 1)[1]
    if spec.get("completionMode") == "Indexed":
        assert script == "shard.sh" and not {1, 6} & set(meets)  # the script makes them 0
        assert arguments[arguments.index("--shards") + 1] == str(spec["completions"])
        assert 1 <= spec["parallelism"] <= spec["completions"]
        assert spec["backoffLimitPerIndex"] > 0 and "backoffLimit" not in spec
    else:
        assert script == "merge.sh" and meets[1] == meets[6] == "FailJob" and "backoffLimitPerIndex" not in spec
    return spec["template"]["metadata"]["labels"]


def main():
    labels, policies = [], []
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as file:
            for document in yaml.safe_load_all(file):
                if document["kind"] == "Job":
                    labels.append(check_job(document))
                else:
                    assert (document["apiVersion"], document["kind"]) == ("networking.k8s.io/v1", "NetworkPolicy")
                    policies.append(document["spec"])
    assert len(labels) == 2 and len(policies) == 1
    for pod in labels:  # no pod of ours may speak with the network
        assert policies[0]["podSelector"]["matchLabels"].items() <= pod.items()
    assert policies[0]["policyTypes"] == ["Ingress", "Egress"]
    assert "ingress" not in policies[0] and "egress" not in policies[0]
    print("kubernetes: good")


main()
