import django.db.models.deletion
from django.db import migrations, models


def keep_the_links(apps, schema_editor):
    """Each link between findings, from the table Django kept them in to one of their own."""
    finding = apps.get_model("inspections", "Finding")
    link = apps.get_model("inspections", "FindingLink")
    kept = finding.follows_up.through.objects.values_list("from_finding_id", "to_finding_id")
    link.objects.bulk_create(link(from_finding_id=later, to_finding_id=earlier) for later, earlier in kept)


def put_the_links_back(apps, schema_editor):
    """The same, the other way: run once the table of Django's own is there again."""
    finding = apps.get_model("inspections", "Finding")
    link = apps.get_model("inspections", "FindingLink")
    through = finding.follows_up.through
    kept = link.objects.values_list("from_finding_id", "to_finding_id")
    through.objects.bulk_create(
        through(from_finding_id=later, to_finding_id=earlier) for later, earlier in kept
    )


class Migration(migrations.Migration):
    dependencies = [
        ("inspections", "0001_initial"),
        ("timeline", "0002_documents_not_seen"),
    ]

    operations = [
        migrations.CreateModel(
            name="FindingLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_finding", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="links_to_earlier", to="inspections.finding", verbose_name="later finding")),
                ("to_finding", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="links_to_later", to="inspections.finding", verbose_name="earlier finding")),
            ],
            options={
                "verbose_name": "link between findings",
                "verbose_name_plural": "links between findings",
                "ordering": ["from_finding", "to_finding"],
                "constraints": [
                    models.UniqueConstraint(fields=["from_finding", "to_finding"], name="a_link_is_made_once"),
                    models.CheckConstraint(
                        condition=models.Q(("from_finding", models.F("to_finding")), _negated=True),
                        name="a_finding_does_not_take_up_itself",
                        violation_error_message="A finding does not take up itself.",
                    ),
                ],
            },
        ),
        migrations.RunPython(keep_the_links, put_the_links_back),
        migrations.RemoveField(model_name="finding", name="follows_up"),
        migrations.AddField(
            model_name="finding",
            name="follows_up",
            field=models.ManyToManyField(blank=True, help_text="Earlier findings that this one plainly takes up.", related_name="followed_up_by", through="inspections.FindingLink", through_fields=("from_finding", "to_finding"), to="inspections.finding", verbose_name="follows up"),
        ),
        migrations.CreateModel(
            name="MeasureDisagreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("disagreement", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="disputed_measures", to="timeline.disagreement", verbose_name="disagreement")),
                ("measure", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="disputes", to="inspections.measure", verbose_name="measure")),
            ],
            options={
                "verbose_name": "disputed measure",
                "verbose_name_plural": "disputed measures",
                "ordering": ["measure", "disagreement"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["measure", "disagreement"], name="a_measure_is_disputed_once_over_a_question"
                    )
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="observation", name="an_event_reports_a_period_of_a_measure_once"
        ),
        migrations.AddField(
            model_name="observation",
            name="target",
            field=models.DecimalField(blank=True, decimal_places=2, help_text="Only where a source gives it with the value. Blank: not stated.", max_digits=14, null=True, verbose_name="target"),
        ),
        migrations.AddConstraint(
            model_name="observation",
            constraint=models.UniqueConstraint(
                fields=("measure", "period", "event", "value"), name="an_event_reports_a_value_for_a_period_once"
            ),
        ),
    ]
