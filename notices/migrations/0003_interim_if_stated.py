from django.db import migrations, models


def unsay(apps, schema_editor):
    """What was left unticked was never stated: nobody could say that it was not."""
    apps.get_model("notices", "Appointment").objects.filter(interim=False).update(interim=None)


def untick(apps, schema_editor):
    apps.get_model("notices", "Appointment").objects.filter(interim=None).update(interim=False)


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0002_duties_and_what_is_not_known"),
    ]

    operations = [
        migrations.AlterField(
            model_name="appointment",
            name="interim",
            field=models.BooleanField(
                blank=True,
                help_text="Only if a source says whether. Unknown: not stated.",
                null=True,
                verbose_name="interim",
            ),
        ),
        migrations.RunPython(unsay, untick),
    ]
