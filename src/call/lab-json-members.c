/* lab-json-members.c: members that must be there and be right
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "lab-error.h"
#include "lab-json-private.h"

static gboolean
check_object (const LabJson  *object,
              GError        **error)
{
  if (lab_json_get_node_type (object) == LAB_JSON_OBJECT)
    return TRUE;
  lab_json_set_error (error, object, _("An object is expected here, not %s."),
                      lab_json_type_to_label (object->type));
  return FALSE;
}

static gboolean
check_type (const LabJson  *member,
            LabJsonType     type,
            GError        **error)
{
  if (member->type == type)
    return TRUE;
  lab_json_set_error (error, member, _("This must be %s, not %s."), lab_json_type_to_label (type),
                      lab_json_type_to_label (member->type));
  return FALSE;
}

/* The member where it is there and not null. FALSE on an error. */
static gboolean
find_optional (const LabJson  *object,
               const char     *name,
               const LabJson **member,
               GError        **error)
{
  if (!check_object (object, error))
    return FALSE;
  *member = lab_json_get (object, name);
  if (lab_json_is_null (*member))
    *member = NULL;
  return TRUE;
}

static gboolean
read_int (const LabJson  *member,
          gint64          minimum,
          gint64          maximum,
          gint64         *value,
          GError        **error)
{
  gint64 parsed;

  if (!check_type (member, LAB_JSON_NUMBER, error))
    return FALSE;
  if (!lab_json_get_int (member, &parsed) || parsed < minimum || parsed > maximum)
    {
      lab_json_set_error (error, member,
                          _("%s is no whole number from %" PRId64 " to %" PRId64
                            ". Write one."),
                          lab_json_get_number (member), minimum, maximum);
      return FALSE;
    }
  *value = parsed;
  return TRUE;
}

const LabJson *
lab_json_require (const LabJson  *object,
                  const char     *name,
                  LabJsonType     type,
                  GError        **error)
{
  const LabJson *member;

  g_return_val_if_fail (object != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  if (!check_object (object, error))
    return NULL;
  member = lab_json_get (object, name);
  if (member == NULL)
    {
      lab_json_set_error (error, object, _("The member “%s” is missing. Add it; it is %s."), name,
                          lab_json_type_to_label (type));
      if (error != NULL)
        lab_error_set_context (*error, LAB_ERROR_CONTEXT_FIELD, name);
      return NULL;
    }
  return check_type (member, type, error) ? member : NULL;
}

const char *
lab_json_require_string (const LabJson  *object,
                         const char     *name,
                         GError        **error)
{
  return lab_json_get_string (lab_json_require (object, name, LAB_JSON_STRING, error));
}

gboolean
lab_json_require_int (const LabJson  *object,
                      const char     *name,
                      gint64          minimum,
                      gint64          maximum,
                      gint64         *value,
                      GError        **error)
{
  const LabJson *member;

  g_return_val_if_fail (value != NULL, FALSE);

  member = lab_json_require (object, name, LAB_JSON_NUMBER, error);
  return member != NULL && read_int (member, minimum, maximum, value, error);
}

gboolean
lab_json_optional_string (const LabJson  *object,
                          const char     *name,
                          const char    **value,
                          GError        **error)
{
  const LabJson *member;

  g_return_val_if_fail (object != NULL, FALSE);
  g_return_val_if_fail (name != NULL && value != NULL, FALSE);

  if (!find_optional (object, name, &member, error))
    return FALSE;
  if (member == NULL)
    return TRUE;
  if (!check_type (member, LAB_JSON_STRING, error))
    return FALSE;
  *value = member->value.text;
  return TRUE;
}

gboolean
lab_json_optional_int (const LabJson  *object,
                       const char     *name,
                       gint64          minimum,
                       gint64          maximum,
                       gint64         *value,
                       GError        **error)
{
  const LabJson *member;

  g_return_val_if_fail (object != NULL, FALSE);
  g_return_val_if_fail (name != NULL && value != NULL, FALSE);

  if (!find_optional (object, name, &member, error))
    return FALSE;
  return member == NULL || read_int (member, minimum, maximum, value, error);
}

gboolean
lab_json_optional_boolean (const LabJson  *object,
                           const char     *name,
                           gboolean       *value,
                           GError        **error)
{
  const LabJson *member;

  g_return_val_if_fail (object != NULL, FALSE);
  g_return_val_if_fail (name != NULL && value != NULL, FALSE);

  if (!find_optional (object, name, &member, error))
    return FALSE;
  if (member == NULL)
    return TRUE;
  if (!check_type (member, LAB_JSON_BOOLEAN, error))
    return FALSE;
  *value = member->value.truth;
  return TRUE;
}

gboolean
lab_json_optional_money (const LabJson  *object,
                         const char     *name,
                         int             exponent,
                         gboolean       *present,
                         LabMoney       *value,
                         GError        **error)
{
  g_autoptr (GError) cause = NULL;
  const LabJson *member;

  g_return_val_if_fail (object != NULL, FALSE);
  g_return_val_if_fail (name != NULL && value != NULL, FALSE);

  if (!find_optional (object, name, &member, error))
    return FALSE;
  if (member != NULL && member->type != LAB_JSON_STRING
      && !check_type (member, LAB_JSON_NUMBER, error))
    return FALSE;
  if (member != NULL &&
      !lab_money_parse_scaled (member->value.text, exponent, value, NULL, &cause))
    {
      lab_json_set_error (error, member, "%s", cause->message);
      return FALSE;
    }
  if (present != NULL)
    *present = member != NULL;
  return TRUE;
}

gboolean
lab_json_check_members (const LabJson      *object,
                        const char * const *names,
                        GError            **error)
{
  g_return_val_if_fail (object != NULL, FALSE);
  g_return_val_if_fail (names != NULL, FALSE);

  if (!check_object (object, error))
    return FALSE;
  for (guint i = 0; i < object->n_members; i++)
    {
      const LabJson *member = object->value.members[i];
      g_autofree char *known = NULL;

      if (g_strv_contains (names, member->name))
        continue;
      known = g_strjoinv (", ", (char **) names);
      lab_json_set_error (error, member, _("This name is not known here. Use one of: %s."), known);
      if (error != NULL)
        lab_error_set_context (*error, LAB_ERROR_CONTEXT_FIELD, member->name);
      return FALSE;
    }
  return TRUE;
}
