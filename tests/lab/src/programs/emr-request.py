# The files of each cluster as one RunJobFlow request, judged by botocore's model of EMR.
import json, os, sys
import botocore.loaders, botocore.model, botocore.validate

folder = sys.argv[1]
model = botocore.model.ServiceModel(botocore.loaders.Loader().load_service_model("emr", "service-2"))
shape = model.operation_model("RunJobFlow").input_shape
judged = 0
for which in ("hbase", "main"):
    def read(name):
        with open(os.path.join(folder, f"{which}-{name}.json"), encoding="utf-8") as file:
            return json.load(file)
    if not os.path.exists(os.path.join(folder, f"{which}-applications.json")):
        continue
    attributes = read("ec2-attributes")
    instances = {"InstanceGroups": [{"InstanceRole": g.pop("InstanceGroupType"), **g} for g in read("instance-groups")]}
    profile = attributes.pop("InstanceProfile")
    names = {"KeyName": "Ec2KeyName", "SubnetId": "Ec2SubnetId"}
    instances.update({names.get(name, name): value for name, value in attributes.items()})
    request = {
        "Name": which, "Applications": read("applications"), "Configurations": read("configurations"),
        "Instances": instances, "JobFlowRole": profile,
    }
    report = botocore.validate.ParamValidator().validate(request, shape)
    if report.has_errors():
        sys.exit(f"{which}: {report.generate_report()}")
    roles = {g["InstanceRole"] for g in instances["InstanceGroups"]}
    enum = set(model.shape_for("InstanceRoleType").enum)
    if not roles <= enum:
        sys.exit(f"{which}: unknown roles of instances {roles - enum}")
    judged += 1
if judged == 0:
    sys.exit("no cluster")
